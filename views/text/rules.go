package text

// What an App asks of those who send to many.
var (
	RulesTitle        = Text{"发送规则", "Sending rules"}
	RulesContext      = Text{"大量发送前的确认、近期收到过的人、留意用词和测试员。", "Confirming large sends, people messaged lately, words to look at, and testers."}
	RulesLimits       = Text{"确认和频率", "Confirmation and frequency"}
	RulesLimitsOthers = Text{"由管理员更改。", "Changed by admins."}
	RulesConfirm      = Text{"超过多少人要输入人数", "Above how many people the number is typed"}
	RulesConfirmHint  = Text{"0 到 1,000,000；0 表示每次都要输入。", "0 to 1,000,000; 0 asks every time."}
	RulesRest         = Text{"多少天内不重复打扰", "Days of rest between messages"}
	RulesRestHint     = Text{"检查时提示这些天内收到过消息的人，可以不发给他们；0 到 30，0 表示不管。", "The check tells who got a message within these days and may leave them out; 0 to 30, 0 for none."}
	RulesSaved        = Text{"发送规则已保存，之前的检查需要重做。", "The rules are saved; checks have to be made anew."}
	RulesWords        = Text{"留意用词", "Words to look at"}
	RulesWordsNote    = Text{"检查时，写给所有人的内容里出现这类模板的词会提示，不会阻止发送。", "The check points out those of the template's kind in what is said to everyone; it does not keep anybody from sending."}
	RulesWordsHint    = Text{"每行一个，每类最多 300 个，每个最多 32 个字。全部删除则不再提示。", "One a line, at most 300 a kind, of at most 32 characters. None at all: nothing is pointed out."}
	RulesWordsSaved   = Text{"用词已保存。", "The words are saved."}
	RulesTesters      = Text{"测试员", "Testers"}
	RulesTestersNote  = Text{"测试发送只能发给测试员。他们要是这个小程序的用户，并且有可用的发送码。", "Tests go to testers only. They have to be users of this app and have a usable send code."}
	RulesTestersNone  = Text{"还没有测试员。", "There are no testers yet."}
	RulesTesterOpenid = Text{"用户的 openid", "The user's openid"}
	RulesTesterAdd    = Text{"添加", "Add"}
	RulesTesterRemove = Text{"移除", "Remove"}
	RulesTesterAdded  = Text{"%s 现在是测试员。", "%s is a tester now."}
	RulesTesterGone   = Text{"%s 不再是测试员。", "%s is no tester any more."}
)

// What of it the audit tells.
var (
	ActionBatchSubmit   = Text{"提交发送任务", "Submitted batch"}
	ActionCheckExport   = Text{"开始导出检查结果", "Began to export check"}
	ActionCheckExported = Text{"导出了检查结果", "Exported check"}
	ActionWords         = Text{"更改留意用词", "Changed words to look at"}
	ActionSendingRules  = Text{"更改发送规则", "Changed sending rules"}
	ActionTester        = Text{"更改测试员", "Changed tester"}
)
