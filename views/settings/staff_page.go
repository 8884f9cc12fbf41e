package settings

import (
	"context"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/text"
)

// StaffPage lists everyone who has an account.
type StaffPage struct {
	layout.Page
	Members []MemberRow
}

// MemberRow is a member of staff.
type MemberRow struct {
	ID                          int64
	Name, Email, Role, SignedIn string
	Badge                       components.BadgeView
}

// NewMemberRows shapes the list.
func NewMemberRows(ctx context.Context, members []models.Staff) []MemberRow {
	rows := make([]MemberRow, len(members))
	for i, m := range members {
		rows[i] = MemberRow{
			ID: m.ID, Name: m.Name, Email: m.Email, Role: text.Role(m.Role).In(ctx), SignedIn: text.StaffNeverSignedIn.In(ctx),
			Badge: components.BadgeView{Kind: components.BadgeDone, Text: text.StaffActive.In(ctx)},
		}
		if m.SignedInAt != 0 {
			rows[i].SignedIn = text.DateTime(ctx, m.SignedInAt)
		}
		if m.DisabledAt != 0 {
			rows[i].Badge = components.BadgeView{Kind: components.BadgeStopped, Text: text.StaffDisabled.In(ctx)}
		}
	}
	return rows
}

// MemberForm is what was typed of a member of staff, never the password, and
// what was wrong with it.
type MemberForm struct {
	Email, Name, Role string
	Disabled          bool
	Errors            map[string]string
}

// MemberPage is one person's account; ID 0 is the form for a new one.
type MemberPage struct {
	layout.Page
	ID   int64
	Form MemberForm
}

func roleOptions(ctx context.Context) []components.Option {
	var options []components.Option
	for _, role := range models.Roles {
		options = append(options, components.Option{Value: string(role), Text: text.Role(role).In(ctx), Hint: text.RoleHint(role).In(ctx)})
	}
	return options
}

func bandOptions(ctx context.Context) []components.Option {
	var options []components.Option
	for _, band := range models.Bands {
		options = append(options, components.Option{Value: band, Text: text.Band(band).In(ctx)})
	}
	return options
}
