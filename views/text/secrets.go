package text

// Changing the secret key.
var (
	CLISecrets    = Text{"密钥", "secrets"}
	CLIRotate     = Text{"用新密钥重新加密数据库中的全部机密", "seal every secret in the database with a new key"}
	CLIRotateOld  = Text{"更换密钥时要同时设置原来的密钥：XINSHI_SECRET_KEY 设为新密钥，XINSHI_SECRET_KEY_OLD 设为原来的密钥", "to change the key, set XINSHI_SECRET_KEY to the new one and XINSHI_SECRET_KEY_OLD to the former"}
	CLIRotated    = Text{"已重新加密 %d 项，密钥编号 %s。请让所有进程改用新密钥重启。", "%d values are sealed anew with the key %s. Restart every process with it."}
	CLIRotateKept = Text{"原来的密钥保存在 %s，只有旧备份还需要它。", "The former key is kept in %s; only old backups need it."}
)
