package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"xinshi/migrations"
	"xinshi/models"
	"xinshi/views/paths"
	"xinshi/views/text"
)

// The demo's sign-in. It exists nowhere else: the demo's data folder is made by
// the demo, and the demo listens on loopback unless told otherwise.
const (
	demoEmail    = "demo@example.com"
	demoPassword = "xianguo-daojia" // #nosec G101 -- printed at every start of the demo, which listens on loopback
)

func demoCommand(ctx context.Context) *cobra.Command {
	var data string
	cmd := &cobra.Command{
		Use: "demo", Short: text.CLIDemo.In(ctx), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return demo(cmd.Context(), data, cmd.OutOrStdout()) },
	}
	cmd.Flags().StringVar(&data, "data", ".demo", text.CLIDataDir.In(ctx))
	return cmd
}

// demo is serve over an embedded database, with a platform of its own and a
// sample shop in it. Its settings other than the database and the platform come
// from the environment as usual.
func demo(ctx context.Context, data string, out io.Writer) error {
	c, err := demoConfig(ctx, data)
	if err != nil {
		return err
	}
	platform, err := startPlatform("127.0.0.1:0", filepath.Join(data, "platform.jsonl"))
	if err != nil {
		return err
	}
	c.WechatURL, c.WechatPayURL = platform.url, platform.url
	err = seedDemo(ctx, c, platform)
	if err == nil {
		err = serve(ctx, c, service{
			web: true, engine: true, simulator: platform.Simulator,
			started: func(store *models.Store, address string) error {
				welcome(ctx, out, address, data)
				return linkCallback(ctx, store, platform.Simulator, address)
			},
		})
	}
	return errors.Join(err, platform.close())
}

func demoConfig(ctx context.Context, data string) (Config, error) {
	c, err := loadEnvironment(ctx)
	if err != nil {
		return Config{}, err
	}
	c.database = models.Database{Dialect: migrations.SQLite, File: filepath.Join(data, "xinshi.db")}
	return c, c.loadKey(ctx)
}

func welcome(ctx context.Context, out io.Writer, address, data string) {
	line := strings.Repeat("─", 56)
	url := "http://" + address
	fmt.Fprintf(out, "%s\n%s\n\n", line, text.CLIDemoReady.In(ctx))
	for _, row := range []struct {
		label text.Text
		value string
	}{
		{text.CLIDemoURL, url},
		{text.CLIDemoLogin, demoEmail},
		{text.CLIDemoPass, demoPassword},
		{text.CLIDemoPhone, url + paths.Phone(demoAppid)},
	} {
		fmt.Fprintf(out, "  %s\t%s\n", row.label.In(ctx), row.value)
	}
	fmt.Fprintf(out, "\n%s\n%s\n", text.CLIDemoStop.In(ctx, data), line)
}

// seedDemo fills an empty demo; what a newcomer has changed stays.
func seedDemo(ctx context.Context, c Config, p *platform) error {
	log := c.logger()
	store, err := prepareStore(ctx, c, true, log)
	if err != nil {
		return err
	}
	_, err = store.AppByAppid(ctx, demoAppid)
	if errors.Is(err, models.ErrNotFound) {
		err = sampleShop{store: store, platform: p.Simulator}.open(ctx)
	}
	return errors.Join(err, store.Close())
}
