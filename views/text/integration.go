package text

// The pages of the shop's developer.
var (
	NavIntegration         = Text{"接入", "Integration"}
	IntegrationContext     = Text{"把小程序和商城后端接到信使台，按次序做完即可；示例里已填好这个小程序的编号和模板。", "Connect the mini program and the shop's backend, in this order. The samples hold this app's own ids and templates."}
	IntegrationSections    = Text{"接入的页面", "Integration pages"}
	IntegrationGuide       = Text{"接入步骤", "Steps"}
	IntegrationReference   = Text{"接口参考", "API reference"}
	IntegrationCalls       = Text{"调用记录", "Calls"}
	IntegrationBase        = Text{"接口地址", "Address"}
	IntegrationAppid       = Text{"AppID", "AppID"}
	IntegrationCallback    = Text{"消息推送地址", "Address for pushed events"}
	IntegrationDocument    = Text{"OpenAPI 文档", "OpenAPI document"}
	IntegrationDocumentDo  = Text{"可导入 Apifox、Postman 等工具。", "For import into Apifox, Postman and the like."}
	IntegrationLimits      = Text{"上限", "Limits"}
	IntegrationLimitsText  = Text{"每个密钥每秒 %d 次；请求不超过 %d MiB；一次最多 %s 项", "%d calls a second for each key; requests up to %d MiB; up to %s items a call"}
	IntegrationNoPublicURL = Text{"示例里的地址是您现在访问的地址。", "The samples use the address by which you came here."}
	IntegrationNoPublicDo  = Text{"小程序只能访问 https 的域名：请给信使台配好域名，并写进环境变量 XINSHI_PUBLIC_URL。", "A mini program reaches https domains only: give Xinshi one and name it in the variable XINSHI_PUBLIC_URL."}
)

// API keys.
var (
	KeysTitle      = Text{"API 密钥", "API keys"}
	KeysNote       = Text{"商城后端用它上报发送码和发送消息，每个密钥只属于这一个小程序。", "The shop's backend reports send codes and sends messages with one. A key belongs to this app alone."}
	KeysNone       = Text{"还没有密钥。", "No key yet."}
	KeysNotYours   = Text{"密钥由管理员创建和吊销，请向管理员要一个。", "Keys are made and revoked by an admin; ask one for a key."}
	KeyName        = Text{"用途", "Used by"}
	KeyNameHint    = Text{"例如“订单系统”，便于日后分辨。", "For example “order system”, to tell keys apart later."}
	KeyPrefix      = Text{"密钥开头", "Begins with"}
	KeyUsed        = Text{"最近使用", "Last used"}
	KeyUnused      = Text{"未使用过", "never"}
	KeyCreated     = Text{"创建于", "Created"}
	KeyState       = Text{"状态", "State"}
	KeyActive      = Text{"可用", "Active"}
	KeyRevoked     = Text{"已吊销", "Revoked"}
	KeyAdd         = Text{"新建密钥", "Add a key"}
	KeyShownTitle  = Text{"请现在复制密钥", "Copy the key now"}
	KeyShownText   = Text{"它只显示这一次。丢失后请吊销并新建一个。", "It is shown this once. If it is lost, revoke it and add another."}
	KeyRevoke      = Text{"吊销", "Revoke"}
	KeyRevokeTitle = Text{"吊销密钥“%s”？", "Revoke the key “%s”?"}
	KeyRevokeText  = Text{"使用它的程序会立即无法调用，不能撤销。", "Programs that use it stop working at once. This cannot be undone."}
	KeyWasRevoked  = Text{"密钥已吊销。", "The key is revoked."}
	KeysElsewhere  = Text{"接入与密钥", "Integration and keys"}
)

// The steps, in the order a developer takes them.
var (
	StepAccess        = Text{"地址与密钥", "Address and key"}
	StepAccessText    = Text{"密钥只放在后端的环境变量里，不要写进小程序：小程序的代码谁都能看到。", "Keep the key in an environment variable of the backend, never in the mini program: its code is open to everyone."}
	StepForm          = Text{"表单：收集发送码", "Forms: collect send codes"}
	StepFormText      = Text{"用户每次提交表单都会产生一个 formId，7 天内可发一条消息。给表单加上 report-submit，把 formId 交给信使台，不需要后端。", "Each form a user submits gives a formId, good for one message within 7 days. Add report-submit to the form and hand the formId to Xinshi; no backend is needed."}
	StepFormDomain    = Text{"先在 mp.weixin.qq.com 的“开发管理 › 服务器域名”里，把 %s 加入 request 合法域名。", "First add %s to the request domains under development settings at mp.weixin.qq.com."}
	StepFormMock      = Text{"开发者工具给的是模拟码，代码里已经排除，请用真机测试。基础库 2.10.0 起，开发版和体验版也拿不到可用的码。", "The developer tools give mock codes, which the code leaves out: test on a real phone. From base library 2.10.0 on, development and trial versions get no usable code either."}
	StepSubscribe     = Text{"订阅：请用户允许", "Subscriptions: ask the user"}
	StepSubscribeText = Text{"订阅消息要先得到用户允许，允许一次可发一条，不会过期。必须在用户点击时调用，一次最多 3 个模板。", "A subscribe message needs the user's consent: each accept is good for one message and does not expire. Ask in a tap, for up to 3 templates at once."}
	StepCollectOff    = Text{"还没有允许这个小程序自己上报，打开后下面的代码才有效。", "This mini program may not report by itself yet; the code below works once it may."}
	StepCollectOn     = Text{"去打开", "Allow it"}
	StepCollectAsk    = Text{"请管理员在设置里打开。", "Ask an admin to allow it under Settings."}
	StepSubscribeKind = Text{"一次性和长期的模板不能放在同一次请求里。", "One-time and long-term templates do not go into one request."}
	StepSubscribeNone = Text{"这个小程序还没有订阅模板，添加后这里会填好它的模板 ID。", "This app has no subscribe template yet. Once one is added, its id stands here."}
	StepServer        = Text{"后端：上报、发送、查询", "Backend: report, send, look up"}
	StepServerText    = Text{"一个可以直接运行的完整程序，复制后改成您的数据。", "A whole program that runs as it is. Copy it and put your own data in."}
	StepServerPay     = Text{"微信支付下单得到的 prepay_id 也是发送码：下单时带订单号上报，支付通知验证通过后再报“已支付”，它才会被使用。", "The prepay_id of a WeChat Pay order is a send code too: report it with the order number when ordering, and the payment once its notification is verified; only then is it used."}
	StepServerOrder   = Text{"也可以让信使台代为下单（POST /api/v1/orders），并由它核实支付通知，这两次上报就都不用了。", "Or let Xinshi place the order (POST /api/v1/orders) and verify the notification; then neither has to be reported."}
	StepServerProof   = Text{"小程序里 wx.requestPayment 成功不算支付凭据，以支付通知为准。", "Success of wx.requestPayment in the mini program is no proof of payment; the notification is."}
	StepServerSame    = Text{"同一个 idempotency_key 不会发出第二条，没有收到答复时可以放心重试。", "The same idempotency_key never sends twice, so a call without an answer is safely repeated."}
	StepServerLang    = Text{"编程语言", "Programming language"}
	StepServerFor     = Text{"以哪个模板为例", "Sample template"}
	StepServerShow    = Text{"换成这个模板", "Use this template"}
	StepServerNone    = Text{"还没有模板，示例里用 TEMPLATE_ID 代替。", "There is no template yet; TEMPLATE_ID stands for it in the sample."}
	StepWatch         = Text{"看看结果", "See what happens"}
	StepWatchText     = Text{"程序调用后，几秒内出现在这里；出错的写明原因和办法。", "A call appears here within seconds; one that went wrong says why and what to do."}
)

// Comments in the samples.
var (
	SampleShellKey = Text{"密钥放在环境变量里，在“接入”页新建", "The key comes from the environment; make one on the Integration page"}
	SampleGo       = Text{"运行：XINSHI_KEY=xs_… go run xinshi.go", "Run: XINSHI_KEY=xs_… go run xinshi.go"}
	SampleJava     = Text{"Java 17 起。运行：XINSHI_KEY=xs_… java Xinshi.java", "Java 17 or later. Run: XINSHI_KEY=xs_… java Xinshi.java"}
	SamplePHP      = Text{"PHP 7.4 起。运行：XINSHI_KEY=xs_… php xinshi.php", "PHP 7.4 or later. Run: XINSHI_KEY=xs_… php xinshi.php"}
	SampleNode     = Text{"Node.js 18 起。运行：XINSHI_KEY=xs_… node xinshi.mjs", "Node.js 18 or later. Run: XINSHI_KEY=xs_… node xinshi.mjs"}
	SamplePython   = Text{"Python 3.8 起，无需安装别的库。运行：XINSHI_KEY=xs_… python3 xinshi.py", "Python 3.8 or later, no other library. Run: XINSHI_KEY=xs_… python3 xinshi.py"}
	SampleCall     = Text{"调用一次接口；被拒绝时报出状态码和原因。", "Makes one call; when refused, it fails with status and reason."}
	SampleCodes    = Text{"上报发送码：一次最多 1,000 个，重复上报没有害处。", "Report send codes: up to 1,000 in a call; repeating does no harm."}
	SampleOrder    = Text{"下单时：上报 prepay_id，带上订单号。", "When ordering: report the prepay_id with the order number."}
	SamplePaid     = Text{"支付后：支付通知验证通过时调用。", "When paid: call it once the payment's notification is verified."}
	SampleMessage  = Text{"发送一条消息：按业务字段填值，由模板的对应关系填入关键词。", "Send a message: business values, which the template's mapping puts into its keywords."}
	SampleBulk     = Text{"批量发送：一次最多 1,000 条，逐条判断。", "Send many: up to 1,000 in a call, each judged alone."}
	SampleState    = Text{"查询结果：没有发出时，explanation 和 remedy 说明原因和办法。", "Look up: where it did not go out, explanation and remedy say why and what to do."}

	SampleCollect    = Text{"utils/xinshi.js：把用户给的发送机会交给信使台，不需要后端，也不含任何密钥。", "utils/xinshi.js: hands what users give to Xinshi. It needs no backend and holds no key."}
	SampleLogin      = Text{"用 wx.login 换取临时凭证：用户是谁，由信使台向微信核实。", "wx.login gets a token for a while: who the user is, Xinshi asks WeChat."}
	SampleExpired    = Text{"凭证过期了，换新的再试一次", "the token is over: get another and try once more"}
	SampleForm       = Text{"提交表单时调用。开发者工具的模拟码和取码失败的提示不算数。", "Call it when a form is submitted. Mock codes of the developer tools and failures to get one do not count."}
	SampleFlush      = Text{"交出暂存在手机里的码；网络不好时留到下次。", "Hands over the codes that wait on the phone; without network they wait for the next time."}
	SampleRefused    = Text{"格式不对，重试也没有用", "not in the right form: trying again is no use"}
	SampleSubscribed = Text{"用户允许了哪些模板，信使台就记上一次。", "For each template that the user accepted, Xinshi notes one more message."}
	SampleName       = Text{"姓名", "Name"}
	SampleSubmit     = Text{"报名", "Sign up"}
	SampleAgain      = Text{"上次没交出去的", "what could not be handed over before"}
	SampleScene      = Text{"活动报名", "sign-up"}
	SampleOwn        = Text{"再照常处理 e.detail.value", "then handle e.detail.value as before"}
	SampleTap        = Text{"在用户点击时调用：<button bindtap=\"remind\">到货提醒我</button>", "Call it in a tap: <button bindtap=\"remind\">Remind me</button>"}
	SampleEvent      = Text{"用户的选择由微信推送给信使台，这里不用上报，免得记两次", "WeChat tells Xinshi what the user chose; reporting it here too would count it twice"}
)
