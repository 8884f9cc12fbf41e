package models

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"xinshi/models/sheet"
)

func TestGuessPlan(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, header string
		kind         ImportKind
		want         string
	}{
		{"our own export", "openid,昵称,备注,手机,标签,属性:城市,表单码", ImportPeople, "openid,nickname,remark,phone,tags,attribute,"},
		{"ours in English", "openid,Nickname,Remark,Phone,Tags,attr:city,Form codes", ImportPeople, "openid,nickname,remark,phone,tags,attribute,"},
		{"a shop system", "用户ID,微信 OpenID*,姓名,联系电话,会员等级", ImportPeople, ",openid,nickname,phone,"},
		{"two that would fit", "openid,昵称,姓名", ImportPeople, "openid,nickname,"},
		{"codes", "open_id,form_id,时间,页面", ImportCodes, "openid,code,obtained_at,scene"},
		{"codes with kinds", "touser,type,code,template_id,订单号", ImportCodes, "openid,kind,code,template_id,order_no"},
		{"nothing known", "甲,乙", ImportPeople, ","},
	}
	for _, c := range cases {
		var got []string
		for _, target := range guessPlan(c.kind, strings.Split(c.header, ",")).Targets {
			got = append(got, string(target))
		}
		if strings.Join(got, ",") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
}

func TestMoment(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("Shanghai", 8*60*60)
	cases := []struct {
		name, value string
		format      sheet.Format
		want        string // UTC; "" is refused
	}{
		{"as callers send it", "2026-11-23 10:24:05", sheet.Format{}, "2026-11-23 02:24:05"},
		{"with its zone", "2026-11-23T10:24:05Z", sheet.Format{}, "2026-11-23 10:24:05"},
		{"as Excel writes it", "2026/11/3 9:05", sheet.Format{}, "2026-11-03 01:05:00"},
		{"Chinese", "2026年11月3日 09:05", sheet.Format{}, "2026-11-03 01:05:00"},
		{"digits", "20261103", sheet.Format{}, "2026-11-02 16:00:00"},
		{"Unix seconds", "1795400000", sheet.Format{}, "2026-11-23 02:13:20"},
		{"Unix milliseconds", "1795400000123", sheet.Format{}, "2026-11-23 02:13:20"},
		{"days of a spreadsheet", "46349.5", sheet.Format{Kind: sheet.XLSX}, "2026-11-23 04:00:00"},
		{"days since 1904", "44887.5", sheet.Format{Kind: sheet.XLSX, From1904: true}, "2026-11-23 04:00:00"},
		{"days in a text file", "46349.5", sheet.Format{Kind: sheet.CSV}, ""},
		{"words", "昨天", sheet.Format{}, ""},
		{"the month first", "11/23/2026", sheet.Format{}, ""},
	}
	for _, c := range cases {
		got, ok := planned{Import: Import{Format: c.format}, zone: zone}.moment(c.value)
		if ok != (c.want != "") || (ok && got.Time().Format(time.DateTime) != c.want) {
			t.Errorf("%s: %s %t, want %s", c.name, got.Time().Format(time.DateTime), ok, c.want)
		}
	}
}

func TestSplitTags(t *testing.T) {
	t.Parallel()
	if got := splitTags(" 会员，VIP;会员、新客 |x\ny "); !reflect.DeepEqual(got, []string{"会员", "VIP", "新客", "x", "y"}) {
		t.Errorf("%q", got)
	}
	if got := splitTags(" ; "); got != nil {
		t.Errorf("an empty cell is %q", got)
	}
}

func TestPackedRowsComeBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) sheet.Row {
			return sheet.Row{Line: rapid.IntRange(0, 1<<40).Draw(t, "line"), Cells: rapid.SliceOfN(rapid.String(), 1, 9).Draw(t, "cells")}
		}), 1, 30).Draw(t, "rows")
		var p packer
		for _, row := range rows {
			p.add(row)
		}
		content, err := p.take()
		if err != nil {
			t.Fatal(err)
		}
		got, err := unpack(content)
		if err != nil || !reflect.DeepEqual(got, rows) {
			t.Fatalf("%v %v, want %v", got, err, rows)
		}
		broken := append([]byte{}, content...)
		broken[rapid.IntRange(0, len(broken)-1).Draw(t, "at")] ^= byte(rapid.IntRange(1, 255).Draw(t, "by"))
		_, _ = unpack(broken) // an error or other rows, but no panic
	})
}
