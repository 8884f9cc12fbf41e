package text

// What the shop's backend is told; its author reads it in a log.
var (
	APIBadKey       = Text{"缺少密钥或密钥无效。请在请求头写 Authorization: Bearer 加密钥，密钥在“接入”页创建。", "The key is missing or not valid. Send the header Authorization: Bearer with a key made on the Integration page."}
	APINotFound     = Text{"没有找到。请检查地址和编号，以及密钥是否属于这个小程序。", "Not found. Check the address and the id, and that the key belongs to this app."}
	APIBadRequest   = Text{"请求的地址或内容不完整。", "The address or the body of the request is not complete."}
	APIMethod       = Text{"这个地址不接受这种请求方法。", "This address does not take this request method."}
	APIConflict     = Text{"这个 idempotency_key 已用于另一个请求。请为新的消息换一个键。", "This idempotency_key was used for another request. Use a new key for a new message."}
	APIInvalid      = Text{"有些值不被接受，原因见 fields。", "Some values are not accepted; fields says why."}
	APITooLarge     = Text{"请求超过 %d MiB，请分批提交。", "The request is over %d MiB. Send it in parts."}
	APITooFast      = Text{"调用太频繁，请按 Retry-After 等待后重试。", "Too many calls. Wait as Retry-After says and try again."}
	APIBrokenJSON   = Text{"请求内容不是有效的 JSON，第 %d 行第 %d 列有误。", "The body is not valid JSON: see line %d, column %d."}
	APIUnknownField = Text{"没有这个字段，请检查拼写。", "There is no such field. Check its spelling."}
	APIWrongType    = Text{"类型不对，应为 %s。", "The type is wrong: it should be %s."}
	APIBadTime      = Text{"时间请写成 RFC 3339，例如 2026-11-23T10:24:00+08:00。", "Write times as RFC 3339, for example 2026-11-23T10:24:00+08:00."}
)
