package models_test

import (
	"strings"
	"sync"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestAddStaffJudgesValues(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		db.Staff(t, func(in *models.StaffInput) { in.Email = "Taken@Example.com" })
		tests := []struct {
			name string
			edit func(*models.StaffInput)
			want []models.FieldError
		}{
			{"good", func(*models.StaffInput) {}, nil},
			{"email in any case is taken", func(in *models.StaffInput) { in.Email = " taken@example.COM " }, []models.FieldError{refused("email", models.ReasonTaken)}},
			{"no @", func(in *models.StaffInput) { in.Email = "a.example.com" }, []models.FieldError{refused("email", models.ReasonBadFormat)}},
			{"nothing before @", func(in *models.StaffInput) { in.Email = "@example.com" }, []models.FieldError{refused("email", models.ReasonBadFormat)}},
			{"nothing after @", func(in *models.StaffInput) { in.Email = "a@" }, []models.FieldError{refused("email", models.ReasonBadFormat)}},
			{"two addresses", func(in *models.StaffInput) { in.Email = "a@example.com,b@example.com" }, []models.FieldError{refused("email", models.ReasonBadFormat)}},
			{"long email", func(in *models.StaffInput) { in.Email = strings.Repeat("a", 250) + "@b.cn" }, []models.FieldError{refused("email", models.ReasonBadFormat)}},
			{"no name", func(in *models.StaffInput) { in.Name = " " }, []models.FieldError{refused("name", models.ReasonRequired)}},
			{"no role", func(in *models.StaffInput) { in.Role = "" }, []models.FieldError{refused("role", models.ReasonBadChoice)}},
			{"made-up role", func(in *models.StaffInput) { in.Role = "Admin" }, []models.FieldError{refused("role", models.ReasonBadChoice)}},
			{"no password", func(in *models.StaffInput) { in.Password = "" }, []models.FieldError{refused("password", models.ReasonRequired)}},
			{"short password, in characters", func(in *models.StaffInput) { in.Password = strings.Repeat("密", 9) }, []models.FieldError{refused("password", models.ReasonTooShort, 10)}},
			{"long password", func(in *models.StaffInput) { in.Password = strings.Repeat("p", 257) }, []models.FieldError{refused("password", models.ReasonTooLong, 256)}},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				in := models.StaffInput{Email: "new@example.com", Name: "小王", Role: models.RoleMarketer, Password: "密码十个字以上才可以"}
				test.edit(&in)
				_, err := db.AddStaff(t.Context(), modelstest.Tester, in)
				wantRefused(t, err, test.want...)
			})
		}
		members, err := db.StaffMembers(t.Context())
		ok(t, err)
		equal(t, "members", len(members), 2)
		equal(t, "email", members[0].Email, "taken@example.com")
	})
}

func TestPasswordsAreHashedAndNotAudited(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		member := db.Staff(t)
		in := models.StaffInput{Email: member.Email, Name: member.Name, Role: member.Role, Password: "another long secret"}
		_, err := db.UpdateStaff(t.Context(), modelstest.Tester, member.ID, in)
		ok(t, err)
		all := db.Dump(t, "staff") + db.Dump(t, "audit_entries")
		for _, secret := range []string{modelstest.Password, in.Password} {
			if strings.Contains(all, secret) {
				t.Errorf("password %q stands in the database", secret)
			}
		}
		if strings.Contains(db.Dump(t, "audit_entries"), "argon2") {
			t.Error("a password hash stands in the audit")
		}
		if !strings.HasPrefix(db.Raw(t, "SELECT password_hash FROM staff")[0][0], "$argon2id$v=19$m=65536,t=1,p=2$") {
			t.Error("not an argon2id hash of the fixed cost")
		}
	})
}

func TestUpdateStaffSignsOut(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		db.Staff(t) // another admin, so that all changes are allowed
		tests := []struct {
			name    string
			edit    func(*models.StaffInput)
			signOut bool
		}{
			{"a new name", func(in *models.StaffInput) { in.Name = "新名" }, false},
			{"a new email", func(in *models.StaffInput) { in.Email = "renamed@example.com" }, false},
			{"a new role", func(in *models.StaffInput) { in.Role = models.RoleAuditor }, true},
			{"a new password", func(in *models.StaffInput) { in.Password = "another long secret" }, true},
			{"disabled", func(in *models.StaffInput) { in.Disabled = true }, true},
		}
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				member := db.Staff(t)
				token, bystander := models.NewSessionToken(), models.NewSessionToken()
				ok(t, db.SaveSession(ctx, token, models.Session{StaffID: member.ID}))
				ok(t, db.SaveSession(ctx, bystander, models.Session{StaffID: member.ID + 1}))
				in := models.StaffInput{Email: member.Email, Name: member.Name, Role: member.Role}
				test.edit(&in)
				after, err := db.UpdateStaff(ctx, modelstest.Tester, member.ID, in)
				ok(t, err)
				stored, err := db.StaffMember(ctx, member.ID)
				ok(t, err)
				equal(t, "stored", stored, after)
				equal(t, "hash kept", stored.PasswordHash == member.PasswordHash, in.Password == "")
				_, err = db.LoadSession(ctx, token)
				if test.signOut {
					wantError(t, err, models.ErrNotFound)
				} else {
					ok(t, err)
				}
				_, err = db.LoadSession(ctx, bystander)
				ok(t, err)
			})
		}
	})
}

func TestUpdateStaffRefuses(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx := t.Context()
		first, second := db.Staff(t), db.Staff(t, func(in *models.StaffInput) { in.Role = models.RoleOperator })
		update := func(member models.Staff, edit func(*models.StaffInput)) error {
			in := models.StaffInput{Email: member.Email, Name: member.Name, Role: member.Role}
			edit(&in)
			_, err := db.UpdateStaff(ctx, modelstest.Tester, member.ID, in)
			return err
		}
		wantRefused(t, update(second, func(in *models.StaffInput) { in.Email = strings.ToUpper(first.Email) }), refused("email", models.ReasonTaken))
		wantRefused(t, update(second, func(in *models.StaffInput) { in.Password = "short" }), refused("password", models.ReasonTooShort, 10))
		wantError(t, update(models.Staff{ID: 7, Email: "x@y.z", Name: "n", Role: models.RoleAdmin}, func(*models.StaffInput) {}), models.ErrNotFound)

		demote := func(in *models.StaffInput) { in.Role = models.RoleMarketer }
		disable := func(in *models.StaffInput) { in.Disabled = true }
		enable := func(in *models.StaffInput) { in.Disabled = false }
		wantRefused(t, update(first, demote), refused("role", models.ReasonLastAdmin))
		wantRefused(t, update(first, disable), refused("role", models.ReasonLastAdmin))
		ok(t, update(second, disable))
		second.Role = models.RoleAdmin
		ok(t, update(second, disable)) // an admin who is disabled is no second admin
		wantRefused(t, update(first, disable), refused("role", models.ReasonLastAdmin))
		ok(t, update(second, enable))
		ok(t, update(first, disable))
		wantRefused(t, update(second, demote), refused("role", models.ReasonLastAdmin))
	})
}

// Two admins demote each other in the same moment: one of them must remain.
func TestLastAdminAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *modelstest.DB) {
		ctx, stores := t.Context(), []*models.Store{db.Store, db.Second(t)}
		admins := []models.Staff{db.Staff(t), db.Staff(t)}
		for range 15 {
			var wg sync.WaitGroup
			for i, admin := range admins {
				wg.Go(func() {
					in := models.StaffInput{Email: admin.Email, Name: admin.Name, Role: models.RoleOperator}
					if _, err := stores[i].UpdateStaff(ctx, modelstest.Tester, admin.ID, in); err != nil && !isRefusal(err) {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			equal(t, "admins left", db.Number(t, "SELECT COUNT(*) FROM staff WHERE role = 'admin'"), 1)
			if t.Failed() {
				return
			}
			ok(t, db.Exec("UPDATE staff SET role = 'admin'"))
		}
	})
}

func TestRoles(t *testing.T) {
	t.Parallel()
	want := map[models.Role]string{
		models.RoleAdmin:    "view compose send approve edit templates people import export erase apps staff audit",
		models.RoleOperator: "view compose send approve edit templates people import export",
		models.RoleMarketer: "view compose people",
		models.RoleAuditor:  "view people export audit",
		"owner":             "",
	}
	for role, permissions := range want {
		var can []string
		for _, p := range models.Permissions {
			if role.Can(p) {
				can = append(can, string(p))
			}
		}
		equal(t, string(role), strings.Join(can, " "), permissions)
		equal(t, string(role)+" is a role", role.Valid(), permissions != "")
	}
	equal(t, "roles", len(models.Roles), len(want)-1)
}
