package text

// Backups.
var (
	CLIBackup       = Text{"把内置数据库复制到一个新文件，运行中也可以", "copy an embedded database into a new file, also while it serves"}
	CLIBackedUp     = Text{"已备份到 %s（%.1f MiB），并已读过一遍。只有密钥 %s（来自 %s）能打开其中的机密，请另外保存好它。", "Backed up to %s (%.1f MiB) and read through. Its secrets open with the key %s (from %s) alone: keep that too, in another place."}
	CLIBackupServer = Text{"MySQL 数据库请用 mariadb-dump 或 mysqldump 备份，步骤见 README。", "Back up a MySQL database with mariadb-dump or mysqldump: README has the steps."}
	ActionBackup    = Text{"备份数据库", "Backed up the database"}
)
