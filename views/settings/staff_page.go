package settings

import (
	"context"
	"strconv"

	"xinshi/models"
	"xinshi/views/components"
	"xinshi/views/layout"
	"xinshi/views/security"
	"xinshi/views/text"
)

// StaffPage lists everyone who has an account, and the rule of how they sign in.
type StaffPage struct {
	layout.Page
	Members []MemberRow
	Must    []models.Role // have to use a second step
}

// Right is a line of what each role may do, read from the table that the guards
// ask.
type Right struct {
	Name string
	May  []bool // in the order of models.Roles
}

// NewRights shapes the lines.
func NewRights(ctx context.Context) []Right {
	rights := make([]Right, len(models.Permissions))
	for i, permission := range models.Permissions {
		rights[i].Name = text.Permission(permission).In(ctx)
		for _, role := range models.Roles {
			rights[i].May = append(rights[i].May, role.Can(permission))
		}
	}
	return rights
}

// rightColumns are the heads of the table.
func rightColumns(ctx context.Context) []components.Column {
	columns := []components.Column{{Title: text.RightName.In(ctx)}}
	for _, role := range models.Roles {
		columns = append(columns, components.Column{Title: text.Role(role).In(ctx)})
	}
	return columns
}

// MemberRow is a member of staff.
type MemberRow struct {
	ID                          int64
	Name, Email, Role, SignedIn string
	Apps                        string
	Badge, SecondStep           components.BadgeView
}

// NewMemberRows shapes the list; apps says how many each is limited to.
func NewMemberRows(ctx context.Context, members []models.Staff, apps map[int64]int) []MemberRow {
	rows := make([]MemberRow, len(members))
	for i, m := range members {
		rows[i] = MemberRow{
			ID: m.ID, Name: m.Name, Email: m.Email, Role: text.Role(m.Role).In(ctx), SignedIn: text.StaffNeverSignedIn.In(ctx), Apps: text.StaffAllApps.In(ctx), SecondStep: secondStep(ctx, m),
			Badge: components.BadgeView{Kind: components.BadgeDone, Text: text.StaffActive.In(ctx)},
		}
		if m.Limited {
			rows[i].Apps = strconv.Itoa(apps[m.ID])
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
	Limited           bool
	AppIDs            []int64
	Errors            map[string]string
}

// MemberPage is one person's account; ID 0 is the form for a new one.
type MemberPage struct {
	layout.Page
	ID         int64
	Form       MemberForm
	Apps       []models.App
	SecondStep components.BadgeView
	HasStep    bool
	Sessions   []security.Session
}

// NewMemberPage shapes the account of somebody.
func NewMemberPage(ctx context.Context, m models.Staff, apps []int64, sessions []models.Session) MemberPage {
	return MemberPage{
		ID: m.ID, SecondStep: secondStep(ctx, m), HasStep: m.HasSecondStep(), Sessions: security.NewSessions(ctx, sessions, ""),
		Form: MemberForm{Email: m.Email, Name: m.Name, Role: string(m.Role), Disabled: m.DisabledAt != 0, Limited: m.Limited, AppIDs: apps},
	}
}

func secondStep(ctx context.Context, m models.Staff) components.BadgeView {
	if m.HasSecondStep() {
		return components.BadgeView{Kind: components.BadgeProven, Text: text.SecondStepOn.In(ctx), TestID: "second-step"}
	}
	return components.BadgeView{Text: text.SecondStepOff.In(ctx), TestID: "second-step"}
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
