package text

// The reference of the API.
var (
	RefContext    = Text{"由 OpenAPI 文档生成，每一个接口都在这里。", "Made from the OpenAPI document; every call stands here."}
	RefContents   = Text{"接口", "Calls"}
	RefParameters = Text{"路径参数", "Parameters in the path"}
	RefBody       = Text{"请求内容", "Body"}
	RefAnswer     = Text{"答复 %s", "Answer %s"}
	RefFails      = Text{"出错时：", "On errors: "}
	RefStatuses   = Text{"状态与原因", "Statuses and reasons"}
	RefErrorBody  = Text{"答复内容", "Body of the answer"}
	RefExample    = Text{"示例请求", "Sample body"}
	RefAnswerOf   = Text{"示例答复 %s", "Sample answer %s"}
	RefRequired   = Text{"必填", "required"}
	RefNoKey      = Text{"不需要密钥", "no key needed"}
	RefText       = Text{"文本", "text"}
	RefTextMax    = Text{"文本，最多 %s 字", "text, up to %s characters"}
	RefTime       = Text{"时间（RFC 3339）", "time (RFC 3339)"}
	RefInteger    = Text{"整数", "integer"}
	RefNumber     = Text{"数字", "number"}
	RefBoolean    = Text{"true 或 false", "true or false"}
	RefList       = Text{"列表", "list"}
	RefListMax    = Text{"列表，最多 %s 项", "list, up to %s items"}
	RefObject     = Text{"对象", "object"}
	RefEither     = Text{"%s或%s", "%s or %s"}
	RefNull       = Text{"%s，可为 null", "%s, may be null"}
	RefChoices    = Text{"可选：", "One of: "}
	RefSee        = Text{"内容见：", "See: "}
	RefErrors     = Text{"出错时", "When something goes wrong"}
	RefErrorsText = Text{"所有接口出错时都这样答复，状态码与 code 一一对应。", "Every call answers like this when something goes wrong; status and code go together."}
	RefReasons    = Text{"全部原因", "All reasons"}
	RefReasonsDo  = Text{"rejected 和 fields 里的 reason 是下面的词之一，message 是同样意思的句子。", "The reason in rejected and fields is one of these words; message says the same in a sentence."}
)
