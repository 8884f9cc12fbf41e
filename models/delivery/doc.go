// Package delivery is the send engine. It claims due messages, makes the
// platform calls, decides what each answer means, and has the outcome recorded.
// The rows, their states and their transactions are models' business; the calls
// and the table of answers are models/wechat's.
package delivery
