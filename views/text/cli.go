package text

// The command line.
var (
	CLIRoot          = Text{"信使台：小程序消息推送工作台", "Xinshi: the console for mini program messages"}
	CLIServe         = Text{"运行网页、接口与发送引擎", "run the pages, the API and the send engine"}
	CLINoEngine      = Text{"本进程不运行发送引擎", "do not run the send engine in this process"}
	CLIEngineOnly    = Text{"本进程只运行发送引擎", "run the send engine alone"}
	CLIMigrateFirst  = Text{"启动前先升级数据库结构", "bring the database schema up to date first"}
	CLIDemo          = Text{"体验版：内置数据库、模拟微信与示例店铺", "the demo: embedded database, simulated platform, sample shop"}
	CLIDataDir       = Text{"数据目录", "folder of the data"}
	CLIMigrate       = Text{"数据库结构", "the database schema"}
	CLIMigrateUp     = Text{"升级到本程序的版本", "bring it up to this program's version"}
	CLIMigrateStatus = Text{"列出每一步是否已执行", "list every step and whether it has been applied"}
	CLIApplied       = Text{"已执行", "applied"}
	CLIPending       = Text{"待执行", "pending"}
	CLISchemaCurrent = Text{"数据库结构已是最新。", "The database schema is current."}
	CLIStaff         = Text{"员工", "staff"}
	CLIStaffAdd      = Text{"添加员工，密码从标准输入读取", "add a member of staff; the password is read from standard input"}
	CLIStaffAdded    = Text{"已添加员工 %s。", "Added %s."}
	CLIPassword      = Text{"密码：", "Password: "}
	CLIEmail         = Text{"登录邮箱", "email to sign in with"}
	CLIName          = Text{"名称", "name"}
	CLIRole          = Text{"角色：admin、operator、marketer 或 auditor", "role: admin, operator, marketer or auditor"}
	CLIApp           = Text{"小程序", "mini programs"}
	CLIAppAdd        = Text{"添加小程序，AppSecret 从标准输入读取", "add a mini program; its secret is read from standard input"}
	CLIAppAdded      = Text{"已添加小程序 %s（%s）。", "Added %s (%s)."}
	CLIAppid         = Text{"小程序的 AppID", "the mini program's appid"}
	CLISecret        = Text{"AppSecret：", "AppSecret: "}
	CLITokenMode     = Text{"凭证方式：stable 或 classic", "token mode: stable or classic"}
	CLINoApp         = Text{"没有 AppID 为 %s 的小程序，请先用 xinshi app add 添加", "there is no mini program %s; add it with xinshi app add"}
	CLITemplate      = Text{"模板", "templates"}
	CLITemplateAdd   = Text{"手工登记模板", "register a template by hand"}
	CLITemplateAdded = Text{"已登记模板 %s（%s）。", "Registered %s (%s)."}
	CLITemplateID    = Text{"平台的模板 ID", "the platform's template id"}
	CLITitle         = Text{"模板标题", "title of the template"}
	CLIKind          = Text{"类型：template、subscribe_once 或 subscribe_long", "kind: template, subscribe_once or subscribe_long"}
	CLIKeywords      = Text{"关键词，例如 keyword1=姓名,keyword2=时间", "keywords, such as keyword1=Name,keyword2=Time"}
	CLIKey           = Text{"接口密钥", "API keys"}
	CLIKeyAdd        = Text{"新建接口密钥，密钥只显示这一次", "make an API key, which is printed this once"}
	CLIKeyOnce       = Text{"请妥善保存：密钥只显示这一次。", "Keep it safe: the key is not shown again."}
	CLISimulate      = Text{"单独运行模拟微信平台", "run the simulated platform alone"}
	CLISimAddr       = Text{"监听地址", "listen address"}
	CLISimJournal    = Text{"记录文件，重启后继续", "journal file, to go on with after a restart"}
	CLISimReady      = Text{"模拟微信平台已启动：%s（控制接口在 /_sim/）", "The simulated platform runs at %s (controls under /_sim/)"}
	CLIBench         = Text{"本项目自己的性能测试", "the project's own benchmarks"}
	CLIBenchSend     = Text{"发送引擎与裸循环的对比", "the send engine compared with a raw loop"}
	CLIBenchMessages = Text{"每轮消息数", "messages of each round"}
	CLIBenchRepeat   = Text{"全部轮流重测的次数，取中位数", "how often all is measured in turn; the median counts"}
	CLIBenchMySQL    = Text{"同时测 MySQL：一个空库，写法同 XINSHI_DATABASE", "measure MySQL too: an empty database, written as XINSHI_DATABASE"}
	CLIBenchBatch    = Text{"由单独的引擎进程发完整个批次，从一万人到一百万人", "whole batches, from ten thousand to a million people, sent by an engine in a process of its own"}
	CLIBenchSizes    = Text{"依次发送的批次各有多少人", "how many people the batches have, one after the other"}
	CLIBenchPages    = Text{"在大店（百万用户）里测量每个页面和发送码接收", "measure every page of a large shop (a million people) and the taking of codes"}
	CLIBenchPeople   = Text{"多少用户；每人五个发送码、五条消息", "how many people; each has five codes and five messages"}
	CLIBenchVisits   = Text{"每页访问多少次", "visits to each page"}
	CLIBenchFill     = Text{"造出大店；false：上次已经造好", "make the shop; false: a former run made it"}
	CLIBenchTime     = Text{"并测量；false：只造店", "and measure it; false: only make it"}
	CLIBenchImport   = Text{"在网页上导入一百万名用户的 CSV 文件", "a CSV file of a million users that comes in through the page"}
	CLIBenchRows     = Text{"文件里有多少用户", "how many users the file has"}
	CLIBenchJSON     = Text{"以 JSON 输出", "print JSON"}
	CLIVersion       = Text{"显示版本", "print the version"}

	CLIRefused     = Text{"有些值不能接受：", "Some values were refused:"}
	CLIBadConfig   = Text{"配置有误，未启动。请改正以下环境变量：", "Not started. Please correct these environment variables:"}
	CLISchemaOld   = Text{"数据库结构比程序旧。请先运行 xinshi migrate up，或用 xinshi serve --migrate 启动。", "The database schema is older than this program. Run xinshi migrate up first, or start with xinshi serve --migrate."}
	CLISchemaNew   = Text{"数据库结构比程序新。请换用更新版本的程序。", "The database schema is newer than this program. Use a newer release."}
	CLIWrongKey    = Text{"XINSHI_SECRET_KEY 与这个数据库不匹配。请使用首次启动时的密钥。", "XINSHI_SECRET_KEY does not fit this database. Use the key it was first started with."}
	CLIFailed      = Text{"没有成功：%s", "That failed: %s"}
	CLIAddrInUse   = Text{"监听地址已被另一个程序占用。请停掉它，或用 XINSHI_ADDR 换一个，例如 XINSHI_ADDR=127.0.0.1:8081。", "The listen address is in use by another program. Stop that, or choose another one, for example XINSHI_ADDR=127.0.0.1:8081."}
	CLIBadAddr     = Text{"应为 主机:端口，例如 127.0.0.1:8080", "want host:port, for example 127.0.0.1:8080"}
	CLIBadDatabase = Text{"应为 sqlite:路径、mysql://用户:密码@主机:3306/库名 或 mysql://用户:密码@unix(/路径.sock)/库名", "want sqlite:PATH, mysql://user:password@host:3306/name or mysql://user:password@unix(/path.sock)/name"}
	CLIBadURL      = Text{"应为 http:// 或 https:// 开头的地址，不带参数和用户名", "want an address that begins with http:// or https://, without parameters or user name"}
	CLIBadRange    = Text{"应在 %s 与 %s 之间", "want a value from %s to %s"}
	CLIBadLog      = Text{"应为 text 或 json", "want text or json"}
	CLIKeyRequired = Text{"使用 MySQL 时必须设置（32 字节的 base64，可用 openssl rand -base64 32 生成）", "is required with MySQL (32 bytes as base64; openssl rand -base64 32 makes one)"}
	CLIBadKey      = Text{"应为 32 字节的 base64，可用 openssl rand -base64 32 生成", "want 32 bytes as base64; openssl rand -base64 32 makes one"}

	CLIDemoReady = Text{"信使台体验版已启动。", "The Xinshi demo is running."}
	CLIDemoURL   = Text{"打开网址", "Open"}
	CLIDemoLogin = Text{"登录邮箱", "Email"}
	CLIDemoPass  = Text{"登录密码", "Password"}
	CLIDemoPhone = Text{"模拟手机", "Simulated phone"}
	CLIDemoStop  = Text{"按 Ctrl+C 停止。数据在 %s，删除它即可重新开始。", "Press Ctrl+C to stop. The data are in %s; delete that folder to begin anew."}
)
