package text

import (
	"context"
	"strconv"

	"xinshi/models"
	"xinshi/models/robot"
	"xinshi/models/wechat"
)

// Alerts: what happened and what to do.
var (
	AlertChain      = Text{"审计链已损坏", "The audit chain is damaged"}
	AlertChainDo    = Text{"最近一次核对发现记录被改动过。请保留数据库现状，从备份和锚点文件查证。", "The last check found that the record was tampered with. Keep the database as it is, and compare it with backups and anchors."}
	AlertToken      = Text{"接口凭证获取失败", "No access token"}
	AlertPaused     = Text{"小程序已暂停发送", "Sending is paused"}
	AlertPausedDo   = Text{"由员工暂停，排队的消息在等待。", "Staff paused it; queued messages wait."}
	AlertQuota      = Text{"今天的发送额度将用完", "Today's quota is nearly used up"}
	AlertQuotaOut   = Text{"今天的发送额度已用完", "Today's quota is used up"}
	AlertQuotaDo    = Text{"已用约百分之 %d。请推迟不急的发送任务，把额度留给单条消息。", "About %d per cent is used. Put off batches that can wait, so that single messages still go out."}
	AlertTemplate   = Text{"模板被微信停用：%s", "WeChat refuses a template: %s"}
	AlertCodes      = Text{"发送码快用完了", "Send codes are running out"}
	AlertCodesDo    = Text{"只剩 %s 个，不够再发一天。请在下单、报名等环节多收集发送码。", "Only %s are left, less than a day's sends. Collect more where users order or sign up."}
	AlertUnknown    = Text{"有消息结果未知", "Some outcomes are unknown"}
	AlertUnknownDo  = Text{"%s 条消息等您判断：重发，或视为已发。", "%s messages wait for your judgement: send again, or take as sent."}
	AlertSee        = Text{"去处理", "See to it"}
	AlertAsk        = Text{"请联系管理员。", "Ask an admin."}
	AlertHere       = Text{"全部系统", "This installation"}
	NoticeTestWords = Text{"这是一条测试消息：告警会发到这个群。", "This is a test: alerts will be told in this chat."}
	NoticeHead      = Text{"【信使台】%s：%s", "[Xinshi] %s: %s"}
	NoticeHeadOver  = Text{"【信使台】%s：已解除：%s", "[Xinshi] %s: over: %s"}
	NoticeLink      = Text{"查看：%s", "See: %s"}
)

// The page of alerts.
var (
	AlertsTitle     = Text{"告警", "Alerts"}
	AlertsNote      = Text{"出了问题自动提出，好了自动解除；可由群机器人通知。", "Raised by themselves and cleared by themselves; robots of group chats can tell of them."}
	AlertsNow       = Text{"当前告警", "Alerts now"}
	AlertsNone      = Text{"现在没有告警。", "There is no alert now."}
	AlertSince      = Text{"开始于", "Since"}
	RobotsTitle     = Text{"群机器人", "Robots of group chats"}
	RobotsNone      = Text{"还没有机器人。在企业微信、飞书或钉钉的群里添加自定义机器人，把它的 Webhook 地址填进来。", "None yet. Add a custom robot to a group chat of WeCom, Feishu or DingTalk, and enter its webhook address here."}
	RobotAdd        = Text{"添加机器人", "Add a robot"}
	RobotName       = Text{"名称", "Name"}
	RobotNameHint   = Text{"例如群的名字。", "For example that of the chat."}
	RobotKind       = Text{"类型", "Kind"}
	RobotWeCom      = Text{"企业微信", "WeCom"}
	RobotFeishu     = Text{"飞书", "Feishu"}
	RobotDingTalk   = Text{"钉钉", "DingTalk"}
	RobotURL        = Text{"Webhook 地址", "Webhook address"}
	RobotURLHint    = Text{"加密保存，之后不再显示。", "Stored encrypted and never shown again."}
	RobotURLKeep    = Text{"已保存（%s）。留空则保持不变；填写新地址会同时清除签名密钥。", "Stored (%s). Leave empty to keep it; a new one also forgets the signing secret."}
	RobotSecret     = Text{"签名密钥", "Signing secret"}
	RobotSecretHint = Text{"飞书的“签名校验”、钉钉的“加签”所给的密钥；企业微信没有，留空。", "The secret of 签名校验 (Feishu) or 加签 (DingTalk); WeCom has none, leave it empty."}
	RobotSecretKeep = Text{"已保存，留空则保持不变。", "Stored. Leave empty to keep it."}
	RobotSecretDrop = Text{"清除签名密钥", "Forget the signing secret"}
	RobotApp        = Text{"通知哪些小程序", "Which apps"}
	RobotAllApps    = Text{"全部小程序和系统", "Every app, and the installation"}
	RobotAlerts     = Text{"通知哪些告警", "Which alerts"}
	RobotLang       = Text{"语言", "Language"}
	RobotLangZH     = Text{"中文", "Chinese"}
	RobotLangEN     = Text{"英文", "English"}
	RobotHost       = Text{"地址", "Address"}
	RobotSigned     = Text{"签名", "Signed"}
	RobotYes        = Text{"是", "yes"}
	RobotNo         = Text{"否", "no"}
	RobotTest       = Text{"发送测试消息", "Send a test"}
	RobotTested     = Text{"测试消息已被机器人接受，请到群里查看。", "The robot took the test; look into the chat."}
	RobotRefused    = Text{"机器人没有接受：%s", "The robot did not take it: %s"}
	RobotSaved      = Text{"已保存机器人“%s”。", "Robot “%s” was saved."}
	RobotDelete     = Text{"删除机器人", "Delete robot"}
	RobotDeleteText = Text{"它不再收到告警，还没发出的通知一并取消。", "It is told of nothing any more; what is still to be told is dropped."}
	RobotDeleted    = Text{"已删除机器人。", "The robot was deleted."}
	NoticesTitle    = Text{"通知记录", "What was told"}
	NoticesNone     = Text{"还没有通知过。", "Nothing was told yet."}
	NoticeWhen      = Text{"时间", "When"}
	NoticeText      = Text{"内容", "Text"}
	NoticeState     = Text{"状态", "State"}
	NoticeWaiting   = Text{"等待发出", "To be sent"}
	NoticeSent      = Text{"已发出", "Sent"}
	NoticeFailed    = Text{"没有发出", "Not sent"}
	NoticeDropped   = Text{"未发先解除", "Over before it was sent"}
	NoticeTries     = Text{"第 %d 次：%s", "Try %d: %s"}
	RobotGone       = Text{"已删除", "deleted"}
)

// AlertName is what a kind of alert is called.
func AlertName(kind models.AlertKind) Text {
	switch kind {
	case models.AlertChain:
		return AlertChain
	case models.AlertToken:
		return AlertToken
	case models.AlertPaused:
		return AlertPaused
	case models.AlertQuota:
		return AlertQuota
	case models.AlertTemplate:
		return ActionTemplateStop
	case models.AlertCodes:
		return AlertCodes
	case models.AlertApproval:
		return AlertApproval
	}
	return AlertUnknown
}

// AlertWords says what an alert is about, and what to do.
func AlertWords(ctx context.Context, a models.Alert) (title, sentence string) {
	title = AlertName(a.Kind).In(ctx)
	platform := func(meaning, remedy string) string {
		if a.Errcode == wechat.Unreachable {
			return meaning + " " + remedy
		}
		return strconv.Itoa(a.Errcode) + " · " + meaning + " " + remedy
	}
	switch a.Kind {
	case models.AlertChain:
		sentence = AlertChainDo.In(ctx)
	case models.AlertToken:
		sentence = TokenNoAnswer.In(ctx)
		if a.Errcode != 0 {
			sentence = platform(Errcode(ctx, wechat.CallStableToken, a.Errcode))
		}
	case models.AlertPaused:
		sentence = AlertPausedDo.In(ctx)
		if a.Errcode != 0 {
			sentence = platform(Pause(ctx, a.Errcode))
		}
		if a.UntilAt.IsSet() {
			sentence += " " + AppPausedUntil.In(ctx, DateTime(ctx, a.UntilAt))
		}
	case models.AlertQuota:
		sentence = AlertQuotaDo.In(ctx, a.N)
		if a.Errcode != 0 {
			title, sentence = AlertQuotaOut.In(ctx), platform(Errcode(ctx, wechat.CallSendSubscribe, a.Errcode))
		}
	case models.AlertTemplate:
		title, sentence = AlertTemplate.In(ctx, a.Subject), platform(Errcode(ctx, wechat.CallSendSubscribe, a.Errcode))
	case models.AlertCodes:
		sentence = AlertCodesDo.In(ctx, Number(a.N))
	case models.AlertApproval:
		sentence = AlertApprovalDo.In(ctx, Number(a.N))
	case models.AlertUnknown:
		sentence = AlertUnknownDo.In(ctx, Number(a.N))
	}
	return title, sentence
}

// RobotKindName is whose robot it is.
func RobotKindName(kind robot.Kind) Text {
	switch kind {
	case robot.Feishu:
		return RobotFeishu
	case robot.DingTalk:
		return RobotDingTalk
	}
	return RobotWeCom
}
