// Package pay speaks with WeChat Pay: it places orders, makes the parameters with which a mini program asks for the
// payment, and verifies the notifications of both versions of its API. The third version goes through WeChat Pay's own
// SDK; of the second only the signed XML is left, which is small enough to stand here.
//
// It keeps nothing. Which order a notification belongs to, whether the amount is right and what a payment is good for
// is decided by its callers.
package pay
