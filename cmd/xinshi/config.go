package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"xinshi/migrations"
	"xinshi/models"
	"xinshi/views/text"
)

// Config is everything that is set from outside. Nothing else reads the environment.
type Config struct {
	Addr            string        `env:"XINSHI_ADDR" envDefault:"127.0.0.1:8080"`
	Database        string        `env:"XINSHI_DATABASE" envDefault:"sqlite:data/xinshi.db"`
	SecretKey       string        `env:"XINSHI_SECRET_KEY"`
	SecretKeyFile   string        `env:"XINSHI_SECRET_KEY_FILE"`
	OldKey          string        `env:"XINSHI_SECRET_KEY_OLD"`
	OldKeyFile      string        `env:"XINSHI_SECRET_KEY_OLD_FILE"`
	AnchorFile      string        `env:"XINSHI_ANCHOR_FILE"`
	MetricsAddr     string        `env:"XINSHI_METRICS_ADDR"`
	RobotHosts      []string      `env:"XINSHI_ROBOT_HOSTS"`
	WechatURL       string        `env:"XINSHI_WECHAT_URL" envDefault:"https://api.weixin.qq.com"`
	WechatPayURL    string        `env:"XINSHI_WECHAT_PAY_URL" envDefault:"https://api.mch.weixin.qq.com"`
	PublicURL       string        `env:"XINSHI_PUBLIC_URL"`
	SendConcurrency int           `env:"XINSHI_SEND_CONCURRENCY" envDefault:"64"`
	SendTimeout     time.Duration `env:"XINSHI_SEND_TIMEOUT" envDefault:"10s"`
	Log             string        `env:"XINSHI_LOG" envDefault:"text"`

	database models.Database
	key      models.SecretKey
	former   []models.SecretKey // open what was sealed before the key was changed
}

// loadConfig reads the environment and the secret key.
func loadConfig(ctx context.Context) (Config, error) {
	c, err := loadEnvironment(ctx)
	if err == nil {
		err = c.loadKey(ctx)
	}
	return c, err
}

// loadEnvironment reports everything that is wrong with the environment at
// once. No message repeats a value that may hold a secret.
func loadEnvironment(ctx context.Context) (Config, error) {
	var c Config
	var problems []error
	if err := env.Parse(&c); err != nil {
		var several env.AggregateError
		if errors.As(err, &several) {
			problems = append(problems, several.Errors...)
		} else {
			problems = append(problems, err)
		}
	}
	problem := func(name string, wrong text.Text, args ...any) {
		problems = append(problems, fmt.Errorf("%s: %s", name, wrong.In(ctx, args...)))
	}
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		problem("XINSHI_ADDR", text.CLIBadAddr)
	}
	if c.MetricsAddr != "" {
		if _, _, err := net.SplitHostPort(c.MetricsAddr); err != nil {
			problem("XINSHI_METRICS_ADDR", text.CLIBadAddr)
		}
	}
	var err error
	if c.database, err = models.ParseDatabase(c.Database); err != nil {
		problem("XINSHI_DATABASE", text.CLIBadDatabase)
	}
	if !webURL(c.WechatURL) {
		problem("XINSHI_WECHAT_URL", text.CLIBadURL)
	}
	if !webURL(c.WechatPayURL) {
		problem("XINSHI_WECHAT_PAY_URL", text.CLIBadURL)
	}
	if c.PublicURL != "" && !webURL(c.PublicURL) {
		problem("XINSHI_PUBLIC_URL", text.CLIBadURL)
	}
	if c.SendConcurrency < 1 || c.SendConcurrency > 1024 {
		problem("XINSHI_SEND_CONCURRENCY", text.CLIBadRange, "1", "1024")
	}
	if c.SendTimeout < 100*time.Millisecond || c.SendTimeout > 2*time.Minute {
		problem("XINSHI_SEND_TIMEOUT", text.CLIBadRange, "100ms", "2m")
	}
	if c.Log != "text" && c.Log != "json" {
		problem("XINSHI_LOG", text.CLIBadLog)
	}
	if c.database.Dialect == migrations.MySQL && c.SecretKey == "" && c.SecretKeyFile == "" {
		problem("XINSHI_SECRET_KEY", text.CLIKeyRequired)
	}
	if len(problems) > 0 {
		return Config{}, configError{problems}
	}
	return c, nil
}

// configError lists what is wrong with the environment.
type configError struct{ problems []error }

func (e configError) Error() string { return errors.Join(e.problems...).Error() }

func webURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.RawQuery == "" && u.User == nil
}

func (c Config) logger() *slog.Logger {
	if c.Log == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, nil))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, nil))
}

// terminalLang is the language of the command line: Chinese unless the locale
// asks for English.
func terminalLang() text.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := os.Getenv(name); locale != "" {
			if strings.HasPrefix(locale, "en") {
				return text.EN
			}
			return text.ZH
		}
	}
	return text.ZH
}
