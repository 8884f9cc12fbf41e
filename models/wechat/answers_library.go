package wechat

import "slices"

var (
	deleteSomeTemplates = Wording{"请先删除不用的模板，再添加新的。", "Delete templates you no longer use, then add the new one."}
	reloadTemplates     = Wording{"请刷新模板列表后再试；若仍不行，请交给技术人员。", "Reload the list of templates and try again; if it still fails, tell your technician."}
)

// libraryAnswers come from the calls that manage subscribe-message templates, never from a send.
var libraryAnswers = slices.Concat([]Answer{
	{Errcode: 200001, Errmsg: "system or parameter error", Class: ClassConfig, Reaction: Fail, Alert: true,
		Meaning: Wording{"微信模板服务没有接受这次操作。", "WeChat's template service did not accept the operation."}, Remedy: reloadTemplates},
	{Errcode: 200002, Errmsg: "parameter error", Class: ClassConfig, Reaction: Bug, Alert: true,
		Meaning: Wording{"管理模板的参数有误。", "A parameter of the template call is wrong."}, Remedy: tellDeveloper},
	{Errcode: 200011, Errmsg: "account banned", Class: ClassConfig, Reaction: Fail, Alert: true,
		Meaning: Wording{"账号被封禁，不能管理订阅消息模板。", "The account is banned from managing subscribe templates."}, Remedy: askAdministrator},
	{Errcode: 200012, Errmsg: "own template limit reached", Class: ClassConfig, Reaction: Fail, Alert: true,
		Meaning: Wording{"小程序里的订阅消息模板数量已达上限。", "The app holds as many subscribe templates as it may."}, Remedy: deleteSomeTemplates},
	{Errcode: 200014, Errmsg: "tid error", Class: ClassConfig, Reaction: Bug, Alert: true,
		Meaning: Wording{"公共模板编号不存在，或请求的编码不对。", "The number of the public template does not exist, or the request was wrongly encoded."}, Remedy: tellDeveloper},
	{Errcode: 200022, Errmsg: "template has added already", Class: ClassOther, Reaction: Fail,
		Meaning: Wording{"账号里已有标题和关键词都相同的模板。", "The account already has a template with the same title and keywords."},
		Remedy:  Wording{"直接使用已有的模板即可。", "Use the template that is there."}},
	{Errcode: 200100, Errmsg: "account type not allowed", Class: ClassConfig, Reaction: Fail, Alert: true,
		Meaning: Wording{"这种账号类型不能使用订阅消息模板。", "Accounts of this type may not use subscribe templates."}, Remedy: askForPermission},
},
	each(Answer{Errmsg: "start or limit error", Class: ClassConfig, Reaction: Bug, Alert: true,
		Meaning: Wording{"查询模板库的页码参数有误。", "A paging parameter of the template call is wrong."}, Remedy: tellDeveloper},
		200016, 200017),
	each(Answer{Errmsg: "category ids missing or invalid", Class: ClassConfig, Reaction: Bug, Alert: true,
		Meaning: Wording{"查询模板库时缺少类目，或类目无效。", "The service categories of the template call are missing or wrong."}, Remedy: tellDeveloper},
		200018, 200019),
	[]Answer{
		{Errcode: 200020, Errmsg: "kidList error", Class: ClassConfig, Reaction: Fail, Alert: true,
			Meaning: Wording{"选择的关键词不合要求。", "The chosen keywords are not allowed."},
			Remedy:  Wording{"请选择 2 到 5 个该模板提供的关键词。", "Choose 2 to 5 of the keywords that the template offers."}},
		{Errcode: 200021, Errmsg: "sceneDesc error", Class: ClassConfig, Reaction: Fail, Alert: true,
			Meaning: Wording{"填写的服务场景说明不合要求。", "The description of the occasion is not allowed."},
			Remedy:  Wording{"请把场景说明改为不超过 15 个字的普通文字。", "Describe the occasion in plain text of at most 15 characters."}},
	},
)
