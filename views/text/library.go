package text

// The platform's public library of templates.
var (
	LibraryTitle        = Text{"公共模板库", "Public library"}
	LibraryContext      = Text{"微信提供的模板。选好关键词和顺序，添加之后会自动登记到这里。", "The templates that WeChat offers. Choose keywords and their order; what you add is registered here by itself."}
	LibraryFamilies     = Text{"模板的种类", "Families of templates"}
	LibraryCategory     = Text{"服务类目", "Service category"}
	LibraryNoCategory   = Text{"小程序还没有服务类目", "The mini program has no service category yet"}
	LibraryNoCategoryDo = Text{"订阅消息的模板按类目提供，请先在微信公众平台添加类目。", "Subscribe templates come by category: add one at mp.weixin.qq.com first."}
	LibraryEmpty        = Text{"这里没有模板", "No templates here"}
	LibraryEmptyText    = Text{"换一个类目或回到第一页看看。", "Try another category, or the first page."}
	LibraryCaption      = Text{"公共模板", "Templates of the library"}
	LibraryNumber       = Text{"编号", "Number"}
	LibraryPage         = Text{"第 %d 页，共 %d 个模板", "Page %d of %d templates"}
	LibraryRefused      = Text{"没有完成", "Not done"}
	LibraryAgain        = Text{"再试一次", "Try again"}
	LibraryUntitled     = Text{"模板 %s", "Template %s"}
	LibraryEntryContext = Text{"在要用的关键词前填上顺序 1、2、3……不用的留空。卡片上就按这个顺序显示。", "Number the keywords you want 1, 2, 3 …; leave out the rest. The card shows them in that order."}
	LibraryFixedContext = Text{"这个模板的关键词是固定的，不能选择。", "The keywords of this template are fixed."}
	LibraryKeywords     = Text{"关键词与顺序", "Keywords and their order"}
	LibraryLimits       = Text{"选 %d 到 %d 个", "Choose %d to %d"}
	LibraryOrder        = Text{"顺序", "Order"}
	LibraryOrderOf      = Text{"“%s”的顺序", "Order of “%s”"}
	LibraryRule         = Text{"类型", "Type"}
	LibraryExample      = Text{"示例", "Example"}
	LibraryOnly         = Text{"只能填：%s", "Only: %s"}
	LibraryScene        = Text{"服务场景说明", "Scene"}
	LibrarySceneHint    = Text{"用在什么场合，微信审核时会看，例如“订单发货后通知买家”。", "What it is used for, read by WeChat's reviewers: “tell buyers that goods are on their way”."}
	LibraryAdd          = Text{"添加并登记", "Add and register"}
	LibraryNoOffers     = Text{"微信没有给出这个模板的关键词。", "WeChat gave no keywords for this template."}
	LibraryAdded        = Text{"已添加并登记“%s”，请设定它的填写方式。", "“%s” is added and registered. Now say what fills it."}
	LibraryAddedOnly    = Text{"已在微信上添加，但暂时取不到列表；稍后重新获取并采用即可。", "Added on WeChat, but the list cannot be had right now. Fetch it again later and take the template over."}
	LibraryBadOrder     = Text{"顺序要填 1 到 %d 的整数，且不重复。", "The order takes whole numbers from 1 to %d, each once."}

	DropOpen  = Text{"在微信上删除", "Delete on WeChat"}
	DropAsk   = Text{"在微信上删除“%s”？", "Delete “%s” on WeChat?"}
	DropWill  = Text{"用户订阅它的次数会全部作废，无法恢复；这里的记录和填写方式保留，排队的消息不再发出。", "Users' credits for it are lost for good. Records and mapping stay here; queued messages no longer go out."}
	DropWord  = Text{"删除", "delete"}
	DropWrong = Text{"确认词不对，什么都没有删除。", "The word to confirm is wrong; nothing was deleted."}
	DropDone  = Text{"已在微信上删除“%s”。", "“%s” is deleted on WeChat."}
)
