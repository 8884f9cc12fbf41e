package text

// The filters of the list of users.
var (
	RecipientCodeFilter   = Text{"发送码", "Send codes"}
	RecipientAnyCode      = Text{"发送码不限", "Any codes"}
	RecipientHasCode      = Text{"有可用发送码", "Has a usable code"}
	RecipientHasKind      = Text{"有%s码", "Has a code: %s"}
	RecipientForTemplate  = Text{"可以发的模板", "Can be sent"}
	RecipientAnyTemplates = Text{"任何模板", "Any template"}
	RecipientExpiry       = Text{"到期", "Expiry"}
	RecipientAnyExpiry    = Text{"到期不限", "Any expiry"}
	RecipientExpiring     = Text{"%d 小时内有码到期", "A code expires within %d h"}
	RecipientExpiringDays = Text{"%d 天内有码到期", "A code expires within %d days"}
	RecipientTag          = Text{"标签", "Tag"}
	RecipientAnyTag       = Text{"全部标签", "All tags"}
	RecipientAnotherTag   = Text{"再加一个标签", "And another tag"}
	RecipientMoreFilters  = Text{"更多条件", "More"}
	RecipientContact      = Text{"发送情况", "Messages so far"}
	RecipientAnyContact   = Text{"不限", "Any"}
	RecipientNeverFilter  = Text{"从未发过消息", "Never sent a message"}
	RecipientRefused      = Text{"拒收", "Refusals"}
	RecipientRefusedOnly  = Text{"拒收过消息", "Refused messages"}
	RecipientSentAfter    = Text{"最近发送不早于", "Last sent on or after"}
	RecipientSentBefore   = Text{"最近发送早于", "Last sent before"}
	RecipientAttribute    = Text{"属性", "Attribute"}
	RecipientAttrExample  = Text{"城市=杭州", "city=Hangzhou"}
	RecipientAttrHint     = Text{"写成“名=值”，两边都要完全一致；只写名，就是有这个属性的人。", "As name=value, both matching exactly; a name alone finds whoever has it."}
	RecipientAttrIs       = Text{"%s 是 %s", "%s is %s"}
	RecipientAttrHas      = Text{"有属性：%s", "Has the attribute %s"}
	RecipientFilterBad    = Text{"条件不能这样写，没有按它查找。", "A condition cannot be read, so nothing was searched."}
	RecipientFilterNone   = Text{"没有条件：全部用户", "No condition: all users"}
)

// What is done with several users at once.
var (
	PickUser         = Text{"选中 %s", "Pick %s"}
	PickPage         = Text{"选中本页全部用户", "Pick everyone on this page"}
	PickUnit         = Text{"人", "users"}
	PickCompose      = Text{"撰写消息", "Write to them"}
	PickTagName      = Text{"标签", "Tag"}
	PickTag          = Text{"加标签", "Add tag"}
	PickUntag        = Text{"去掉标签", "Remove tag"}
	PickMatching     = Text{"选全部符合条件的用户，不止本页", "Everyone who matches, not only this page"}
	PickNobody       = Text{"还没有选择用户，请先勾选。", "Nobody is picked yet. Tick some users first."}
	PickTagged       = Text{"已给 %s 位用户加上标签“%s”。", "%s users now have the tag “%s”."}
	PickUntagged     = Text{"已从 %s 位用户去掉标签“%s”。", "%s users no longer have the tag “%s”."}
	PickCheckTitle   = Text{"核对批量标签", "Check the tags of many"}
	PickCheckContext = Text{"还没有更改。请核对条件，确认后开始。", "Nothing is changed yet. Check the conditions, then confirm."}
	PickWillTag      = Text{"给 %s加上标签“%s”。", "Gives %s the tag “%s”."}
	PickWillUntag    = Text{"让 %s不再有标签“%s”。", "Takes from %s the tag “%s”."}
	PickConditions   = Text{"条件", "Conditions"}
	PickConfirmTag   = Text{"确认加标签", "Confirm and add"}
	PickConfirmUntag = Text{"确认去掉标签", "Confirm and remove"}
)

// What the list of users says when a search was stopped before its end.
var (
	RecipientsSoFar     = Text{"目前没有找到符合条件的用户", "Nobody found so far"}
	RecipientsSoFarText = Text{"查过的用户里没有符合条件的，后面还有没查到的。", "None of the users looked at matches; there are more to look at."}
)
