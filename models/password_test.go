package models_test

import (
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestCommonPasswordsAreRefused(t *testing.T) {
	t.Parallel()
	db := modelstest.SQLite(t)
	try := func(password string) error {
		in := models.StaffInput{Email: "wanglili.shop@example.com", Name: "欧阳娜娜可可西里先生女士", Role: models.RoleAdmin, Password: password}
		_, err := db.AddStaff(t.Context(), modelstest.Tester, in)
		if err == nil {
			exec(t, db, "DELETE FROM staff")
		}
		return err
	}
	for _, common := range []string{
		"1234567890", "qwertyuiop", "Password123", "PASSWORD2024!", "p@ssw0rd!!!!", "P@$$w0rd2026", "passwordpassword", "aaaaaaaaaa", "abababababab",
		"abcdefghijklm", "zyxwvutsrqponm", "9876543210", "iloveyou1314", "woaini1314520", "woaiwojia!!!", "qq123456qq123456", "admin888admin888",
		"!!!dragon!!!", "2024dragon2024", "wanglili.shop", "WangLili.Shop@example.com", "欧阳娜娜可可西里先生女士", "xinshi123456", "..........",
	} {
		wantRefused(t, try(common), refused("password", models.ReasonCommonPassword))
		if t.Failed() {
			t.Fatalf("%q", common)
		}
	}
	for _, good := range []string{
		modelstest.Password, "a long and lonely password", "xianguo-daojia", "鲜果到家每天送到门口", "dragon eats monkey", "tr0ub4dor&3 zebra", "13 blue kites", "nobody's password",
		strings.Repeat("ab cd", 51),
	} {
		if err := try(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}
