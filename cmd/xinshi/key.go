package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"xinshi/models"
	"xinshi/views/text"
)

// loadKey takes the key from the environment or its file; beside an embedded
// database it makes one when there is none. While a key is being changed there
// is a former one too.
func (c *Config) loadKey(ctx context.Context) error {
	encoded, name := c.SecretKey, "XINSHI_SECRET_KEY"
	var err error
	switch {
	case encoded != "":
	case c.SecretKeyFile != "":
		name = "XINSHI_SECRET_KEY_FILE"
		encoded, err = readKeyFile(c.SecretKeyFile)
	default:
		encoded, err = keyBeside(c.database.File)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if c.key, err = models.ParseSecretKey(encoded); err != nil {
		return configError{[]error{fmt.Errorf("%s: %s", name, text.CLIBadKey.In(ctx))}}
	}
	return c.loadFormerKey(ctx)
}

func (c *Config) loadFormerKey(ctx context.Context) error {
	encoded, name := c.OldKey, "XINSHI_SECRET_KEY_OLD"
	var err error
	switch {
	case encoded != "":
	case c.OldKeyFile != "":
		name = "XINSHI_SECRET_KEY_OLD_FILE"
		encoded, err = readKeyFile(c.OldKeyFile)
	case c.keyIsBeside(): // a change of keys that was interrupted
		if encoded, err = readKeyFile(keyFile(c.database.File) + ".old"); errors.Is(err, os.ErrNotExist) {
			return nil
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if encoded == "" {
		return nil
	}
	former, err := models.ParseSecretKey(encoded)
	if err != nil {
		return configError{[]error{fmt.Errorf("%s: %s", name, text.CLIBadKey.In(ctx))}}
	}
	c.former = []models.SecretKey{former}
	return nil
}

func readKeyFile(name string) (string, error) {
	raw, err := os.ReadFile(name) // #nosec G304 -- beside the database, or as the environment says
	return string(raw), err
}

// keyIsBeside tells whether the key lies in the folder of an embedded database.
func (c *Config) keyIsBeside() bool {
	return c.SecretKey == "" && c.SecretKeyFile == "" && c.database.File != ""
}

// keySource names where the key comes from, for people who have to keep it.
func (c *Config) keySource() string {
	switch {
	case c.keyIsBeside():
		return keyFile(c.database.File)
	case c.SecretKey != "":
		return "XINSHI_SECRET_KEY"
	}
	return "XINSHI_SECRET_KEY_FILE"
}

func keyFile(database string) string { return filepath.Join(filepath.Dir(database), "secret.key") }

// keyBeside reads secret.key in the folder of an embedded database, and makes
// it the first time.
func keyBeside(database string) (string, error) {
	file := keyFile(database)
	encoded, err := readKeyFile(file)
	if err == nil || !errors.Is(err, os.ErrNotExist) {
		return encoded, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return "", err
	}
	key := models.NewSecretKey()
	return key, writeKeyFile(file, key)
}

// writeKeyFile writes a key that must not be there yet, readable by its owner alone.
func writeKeyFile(name, key string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // #nosec G304 -- beside the database, or as the environment says
	if err != nil {
		return err
	}
	_, err = f.WriteString(key + "\n")
	return errors.Join(err, f.Sync(), f.Close())
}
