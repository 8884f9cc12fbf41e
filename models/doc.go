// Package models is the whole domain of Xinshi: entities, their rules, their
// queries and every transaction. It knows no HTTP framework and no template;
// it leaves wording to views, and calls to the platform to models/wechat and
// models/delivery.
package models
