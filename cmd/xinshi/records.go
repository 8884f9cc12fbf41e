package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"xinshi/models"
	"xinshi/models/wechat"
	"xinshi/views/text"
)

// The commands that add one record each.

func staffCommand(ctx context.Context) *cobra.Command {
	var in models.StaffInput
	var role string
	add := &cobra.Command{
		Use: "add", Short: text.CLIStaffAdd.In(ctx), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			password, err := readSecret(cmd.Context(), cmd.InOrStdin(), text.CLIPassword, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			in.Role, in.Password = models.Role(role), password
			return withStore(cmd.Context(), func(store *models.Store, actor models.Actor) error {
				member, err := store.AddStaff(cmd.Context(), actor, in)
				if err == nil {
					fmt.Fprintln(cmd.ErrOrStderr(), text.CLIStaffAdded.In(cmd.Context(), member.Email))
				}
				return err
			})
		},
	}
	add.Flags().StringVar(&in.Email, "email", "", text.CLIEmail.In(ctx))
	add.Flags().StringVar(&in.Name, "name", "", text.CLIName.In(ctx))
	add.Flags().StringVar(&role, "role", "", text.CLIRole.In(ctx))
	return parent("staff", text.CLIStaff.In(ctx), add, "email", "name", "role")
}

func appCommand(ctx context.Context) *cobra.Command {
	in := models.NewAppInput()
	var mode string
	add := &cobra.Command{
		Use: "add", Short: text.CLIAppAdd.In(ctx), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			secret, err := readSecret(cmd.Context(), cmd.InOrStdin(), text.CLISecret, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			in.Secret, in.TokenMode = secret, wechat.TokenMode(mode)
			return withStore(cmd.Context(), func(store *models.Store, actor models.Actor) error {
				app, err := store.AddApp(cmd.Context(), actor, in)
				if err == nil {
					fmt.Fprintln(cmd.ErrOrStderr(), text.CLIAppAdded.In(cmd.Context(), app.Name, app.Appid))
				}
				return err
			})
		},
	}
	add.Flags().StringVar(&in.Name, "name", "", text.CLIName.In(ctx))
	add.Flags().StringVar(&in.Appid, "appid", "", text.CLIAppid.In(ctx))
	add.Flags().StringVar(&mode, "token-mode", string(wechat.Stable), text.CLITokenMode.In(ctx))
	return parent("app", text.CLIApp.In(ctx), add, "name", "appid")
}

func templateCommand(ctx context.Context) *cobra.Command {
	var appid, kind, keywords string
	var in models.TemplateInput
	add := &cobra.Command{
		Use: "add", Short: text.CLITemplateAdd.In(ctx), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			in.Kind, in.Keywords = models.TemplateKind(kind), parseKeywords(keywords)
			return withStore(cmd.Context(), func(store *models.Store, actor models.Actor) error {
				app, err := appFor(cmd.Context(), store, appid)
				if err != nil {
					return err
				}
				t, err := store.AddTemplate(cmd.Context(), actor, app.ID, in)
				if err == nil {
					fmt.Fprintln(cmd.ErrOrStderr(), text.CLITemplateAdded.In(cmd.Context(), t.Title, t.TemplateID))
				}
				return err
			})
		},
	}
	add.Flags().StringVar(&appid, "app", "", text.CLIAppid.In(ctx))
	add.Flags().StringVar(&in.TemplateID, "template-id", "", text.CLITemplateID.In(ctx))
	add.Flags().StringVar(&in.Title, "title", "", text.CLITitle.In(ctx))
	add.Flags().StringVar(&kind, "kind", string(models.KindTemplate), text.CLIKind.In(ctx))
	add.Flags().StringVar(&keywords, "keywords", "", text.CLIKeywords.In(ctx))
	return parent("template", text.CLITemplate.In(ctx), add, "app", "template-id", "title", "keywords")
}

// parseKeywords reads keyword1=姓名,keyword2=时间. A part without "=" becomes a
// keyword without a name, which the model refuses by its place.
func parseKeywords(s string) []models.KeywordInput {
	var keywords []models.KeywordInput
	for part := range strings.SplitSeq(s, ",") {
		key, name, _ := strings.Cut(part, "=")
		keywords = append(keywords, models.KeywordInput{Key: key, Name: name})
	}
	return keywords
}

func apikeyCommand(ctx context.Context) *cobra.Command {
	var appid, name string
	add := &cobra.Command{
		Use: "add", Short: text.CLIKeyAdd.In(ctx), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withStore(cmd.Context(), func(store *models.Store, actor models.Actor) error {
				app, err := appFor(cmd.Context(), store, appid)
				if err != nil {
					return err
				}
				key, _, err := store.AddAPIKey(cmd.Context(), actor, app.ID, name)
				if err == nil {
					fmt.Fprintln(cmd.OutOrStdout(), key)
					fmt.Fprintln(cmd.ErrOrStderr(), text.CLIKeyOnce.In(cmd.Context()))
				}
				return err
			})
		},
	}
	add.Flags().StringVar(&appid, "app", "", text.CLIAppid.In(ctx))
	add.Flags().StringVar(&name, "name", "", text.CLIName.In(ctx))
	return parent("apikey", text.CLIKey.In(ctx), add, "app", "name")
}

// parent is the noun above the verb add, whose flags named here must be given.
func parent(use, short string, add *cobra.Command, required ...string) *cobra.Command {
	for _, flag := range required {
		if err := add.MarkFlagRequired(flag); err != nil {
			panic(err) // a flag of that name does not exist
		}
	}
	cmd := &cobra.Command{Use: use, Short: short, Args: cobra.NoArgs}
	cmd.AddCommand(add)
	return cmd
}

func appFor(ctx context.Context, store *models.Store, appid string) (models.App, error) {
	app, err := store.AppByAppid(ctx, appid)
	if err != nil {
		return models.App{}, fmt.Errorf("%s: %w", text.CLINoApp.In(ctx, appid), err)
	}
	return app, nil
}
