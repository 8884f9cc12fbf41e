package text

import (
	"context"

	"xinshi/models"
)

// The page that compares the templates here with the platform's.
var (
	SyncTitle       = Text{"与微信同步", "Sync with WeChat"}
	SyncContext     = Text{"先看差异，再决定采用哪些。填写方式、颜色和这里的名称都会保留。", "See the differences first, then choose what to take over. Mappings, colours and the names given here stay."}
	SyncFetch       = Text{"从微信获取", "Fetch from WeChat"}
	SyncFetchAgain  = Text{"重新获取", "Fetch again"}
	SyncFetched     = Text{"已从微信获取模板列表。", "The lists of templates are fetched."}
	SyncHalf        = Text{"微信没有给出全部列表，原因见下。", "WeChat did not give every list; the reasons stand below."}
	SyncTooSoon     = Text{"刚刚获取过。这个接口每天次数有限，%s之后可以再获取。", "This was fetched just now. The platform allows few calls a day; it can be fetched again after %s."}
	SyncNever       = Text{"还没有获取过微信上的模板列表", "The lists have not been fetched yet"}
	SyncNeverText   = Text{"获取只是读取，不会改变任何东西；获取之后在这里看差异。", "Fetching only reads and changes nothing; the differences appear here."}
	SyncNothing     = Text{"没有差异", "No differences"}
	SyncNothingText = Text{"这里登记的模板和微信上的一致。", "The templates here agree with WeChat's."}
	SyncUnheard     = Text{"微信还没有给出列表", "WeChat has not given a list yet"}
	SyncUnheardText = Text{"没有列表就无法比较；请按上面的说明处理后再获取。", "Without a list there is nothing to compare. Deal with the reason above, then fetch again."}
	SyncLists       = Text{"微信上的列表", "WeChat's lists"}
	SyncSubscribe   = Text{"订阅消息", "Subscribe messages"}
	SyncLegacy      = Text{"模板消息（旧版）", "Template messages (legacy)"}
	SyncListed      = Text{"%d 个模板 · %s获取", "%d templates · fetched %s"}
	SyncNotListed   = Text{"没有取得", "Not obtained"}
	SyncRefused     = Text{"%s：%d · %s", "%s: %d · %s"}
	SyncRefusedBare = Text{"%s：%s", "%s: %s"}
	SyncOld         = Text{"下面仍是 %s获取的列表。", "The list below is the one fetched %s."}
	SyncChanges     = Text{"差异", "Differences"}
	SyncChangesNote = Text{"采用之前，这里什么都不会变。", "Nothing changes here until it is taken over."}
	SyncCaption     = Text{"这里与微信上的差异", "How the templates here differ from WeChat's"}
	SyncWhat        = Text{"差异内容", "What differs"}
	SyncTake        = Text{"采用", "Take over"}
	SyncTakeNames   = Text{"改用微信的名称", "Use WeChat's names"}
	SyncMark        = Text{"标记为已删除", "Mark as deleted"}
	SyncTakeAll     = Text{"全部采用（%d 项）", "Take over all (%d)"}
	SyncTakeAllNote = Text{"只有名称不同的不会一起采用，请逐个决定。", "Where only names differ, decide one by one."}
	SyncTaken       = Text{"已采用：新增 %d，变化 %d，标记删除 %d。", "Taken over: %d added, %d changed, %d marked as deleted."}
	SyncStale       = Text{"这些差异在此期间变了，请再看一遍；什么都没有采用。", "These differences changed meanwhile. Please look again; nothing was taken over."}
	SyncUnreadable  = Text{"没有在它的内容里找到关键词，无法登记。", "No keyword was found in its content, so it cannot be registered."}

	SyncAdded     = Text{"新增", "Added"}
	SyncChanged   = Text{"变化", "Changed"}
	SyncRemoved   = Text{"已删除", "Deleted"}
	SyncNamesOnly = Text{"仅名称不同", "Names only"}

	SyncNewKeywords  = Text{"关键词：%s", "Keywords: %s"}
	SyncKeyword      = Text{"%s（%s）", "%s (%s)"}
	SyncJoin         = Text{"、", ", "}
	SyncPlus         = Text{"多了关键词%s。", "New keyword: %s."}
	SyncBack         = Text{"关键词%s回来了，原来的填写方式一起恢复。", "Keyword %s is back, and its mapping with it."}
	SyncMoved        = Text{"关键词%s的键改为 %s，填写方式跟着走。", "Keyword %s gets the key %s; its mapping moves along."}
	SyncMinus        = Text{"少了关键词%s；它的填写方式另外保存，回来时恢复。", "Keyword %s is gone; its mapping is set aside in case it comes back."}
	SyncOrder        = Text{"关键词顺序与微信上的不同。", "The keywords stand in another order on WeChat."}
	SyncChoices      = Text{"%s只能填：%s。", "%s takes only: %s."}
	SyncChoicesFree  = Text{"不再限定可填的值。", "The values are no longer limited."}
	SyncKind         = Text{"类型是“%s”，这里登记为“%s”。", "Its kind is “%s”; here it says “%s”."}
	SyncReturned     = Text{"微信上重新有了这个模板，可以恢复使用。", "WeChat lists this template again; it can be used again."}
	SyncTitleOther   = Text{"微信上的标题是“%s”。", "WeChat's title is “%s”."}
	SyncNameOther    = Text{"关键词“%s”在微信上叫“%s”。", "Keyword “%s” is called “%s” on WeChat."}
	SyncRemovedText  = Text{"微信上已没有这个模板。标记之后，用它的消息、任务和草稿都会停下；填写方式保留。", "WeChat no longer has this template. Once marked, its messages, batches and drafts are held; its mapping stays."}
	TemplateRemoved  = Text{"微信上已删除", "Deleted on WeChat"}
	TemplateGone     = Text{"微信上已没有这个模板，它的消息在等待。", "WeChat no longer has this template; its messages wait."}
	TemplateGoneDo   = Text{"请换一个模板；如果微信上恢复了它，请重新同步。", "Use another template, or sync again once WeChat has it back."}
	TemplateGoneFrom = Text{"%s 发现 · ", "Found on %s · "}
)

// Family is what a family of templates is called.
func Family(f models.Family) Text {
	if f == models.FamilyTemplate {
		return SyncLegacy
	}
	return SyncSubscribe
}

// Refusal is what the platform said and what to do, without a bare code.
func Refusal(ctx context.Context, of string, r models.PlatformRefusal) (sentence, remedy string) {
	meaning, remedy := Wording(ctx, r.Meaning), Wording(ctx, r.Remedy)
	if r.Errcode > 0 || r.Errcode == -1 {
		return SyncRefused.In(ctx, of, r.Errcode, meaning), remedy
	}
	return SyncRefusedBare.In(ctx, of, meaning), remedy
}
