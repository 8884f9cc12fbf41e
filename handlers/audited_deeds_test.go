package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"xinshi/models"
	"xinshi/models/modelstest"
	"xinshi/models/wechat"
	"xinshi/models/wechat/simulator"
	"xinshi/views/paths"
)

// deed does what a route is for, once, and returns the answer.
type deed func(t *testing.T) reply

// doer does the deeds: an admin in a shop with everything in it.
type doer struct {
	*shop
	boss     *browser
	first    reply // to the set-up page
	template models.Template
	people   int
}

func deeds(t *testing.T, s *shop) map[string]deed {
	t.Helper()
	d := &doer{shop: s, template: s.Template(t, s.app)}
	all := map[string]deed{}
	for _, group := range []map[string]deed{d.signIns(), d.users(), d.messages(), d.templates(), d.batches(), d.approvals(), d.drafts(), d.settings(), d.staffDeeds(), d.ownSecurity(), d.programs()} {
		for route, do := range group {
			all[route] = do
		}
	}
	return all
}

func (d *doer) visitor() *browser {
	b := d.browser()
	b.header.Set("User-Agent", agent)
	return b
}

// admin is the first admin, whom the first deed sets up.
func (d *doer) admin(t *testing.T) *browser {
	t.Helper()
	if d.boss == nil {
		d.boss = d.visitor()
		d.boss.get(t, "/setup?token="+d.SetupToken())
		d.first = d.boss.post(t, "/setup", url.Values{"name": {"店长"}, "email": {"boss@example.com"}, "password": {password}, "token": {d.SetupToken()}})
	}
	return d.boss
}

// member signs in somebody new.
func (d *doer) member(t *testing.T, role models.Role) (models.Staff, *browser) {
	t.Helper()
	d.admin(t)
	m := d.Staff(t, func(in *models.StaffInput) { in.Role, in.Password = role, password })
	b := d.visitor()
	b.signIn(t, m.Email, password).want(t, http.StatusSeeOther)
	return m, b
}

// person is a new user with two codes.
func (d *doer) person(t *testing.T) models.Recipient {
	t.Helper()
	d.people++
	openid := fmt.Sprintf("deed%d", d.people)
	r := d.Recipient(t, d.app, openid)
	for _, code := range []string{"a", "b"} {
		d.Code(t, d.app, openid, models.CodeForm, code+"-of-"+openid+"-0123456789")
	}
	return r
}

// at fills a route's App and id.
func (d *doer) at(route string, ids ...int64) string {
	path := strings.ReplaceAll(route, ":appid", d.app.Appid)
	for _, n := range ids {
		path = strings.NewReplacer(":id", id(n), ":key", id(n)).Replace(path)
	}
	return path
}

// post is a deed whose form needs nothing but values.
func (d *doer) post(route string, form url.Values, ids ...func(t *testing.T) int64) deed {
	return func(t *testing.T) reply {
		t.Helper()
		var numbers []int64
		for _, one := range ids {
			numbers = append(numbers, one(t))
		}
		return d.admin(t).post(t, d.at(route, numbers...), form)
	}
}

func (d *doer) signIns() map[string]deed {
	return map[string]deed{
		paths.Setup: func(t *testing.T) reply {
			d.admin(t)
			return d.first
		},
		paths.Login: func(t *testing.T) reply {
			d.admin(t)
			return d.visitor().signIn(t, "boss@example.com", password)
		},
		paths.LoginCode: func(t *testing.T) reply {
			m, b := d.member(t, models.RoleAuditor)
			secret, _ := b.enrol(t)
			again := d.visitor()
			again.signIn(t, m.Email, password).want(t, http.StatusSeeOther)
			return again.post(t, paths.LoginCode, url.Values{"code": {d.site.code(t, secret)}})
		},
	}
}

// users are the deeds around people, tags, segments and files.
func (d *doer) users() map[string]deed {
	anybody := func(t *testing.T) int64 { return d.person(t).ID }
	tag := func(t *testing.T) int64 {
		d.people++
		name := fmt.Sprintf("标签%d", d.people)
		d.tagged(t, d.app, name, d.person(t).Openid)
		return d.Number(t, "SELECT id FROM tags WHERE name = ?", name)
	}
	segment := func(t *testing.T) int64 {
		d.people++
		name := fmt.Sprintf("人群%d", d.people)
		d.admin(t).post(t, d.at(paths.SegmentsRoute), url.Values{"name": {name}, "list": {"has_code=1"}}).want(t, http.StatusSeeOther)
		return d.Number(t, "SELECT id FROM segments WHERE name = ?", name)
	}
	csv := url.Values{"format": {"csv"}}
	group := map[string]deed{
		paths.RecipientEditRoute:    d.post(paths.RecipientEditRoute, url.Values{"nickname": {"新名字"}}, anybody),
		paths.RecipientTagsRoute:    d.post(paths.RecipientTagsRoute, url.Values{"add": {"老客户"}}, anybody),
		paths.RecipientEraseRoute:   d.post(paths.RecipientEraseRoute, url.Values{"confirm": {"抹除"}}, anybody),
		paths.RecipientsExportRoute: d.post(paths.RecipientsExportRoute, csv),
		paths.MessagesExportRoute:   d.post(paths.MessagesExportRoute, csv),
		paths.SegmentsRoute:         d.post(paths.SegmentsRoute, url.Values{"name": {"可达"}, "list": {"has_code=1"}}),
		paths.SegmentRenameRoute:    d.post(paths.SegmentRenameRoute, url.Values{"name": {"新人群"}}, segment),
		paths.SegmentDeleteRoute:    d.post(paths.SegmentDeleteRoute, nil, segment),
		paths.TagRenameRoute:        d.post(paths.TagRenameRoute, url.Values{"name": {"新标签"}}, tag),
		paths.TagDeleteRoute:        d.post(paths.TagDeleteRoute, nil, tag),
		paths.RecipientsPickedRoute: func(t *testing.T) reply {
			form := url.Values{"do": {"tag"}, "tag": {"挑出的"}, "id": {id(d.person(t).ID)}, "list": {""}}
			return d.admin(t).post(t, d.at(paths.RecipientsPickedRoute), form)
		},
		paths.ImportsRoute: d.sendFile,
	}
	for route, step := range map[string]int{paths.ImportCheckRoute: 1, paths.ImportStartRoute: 2, paths.ImportCancelRoute: 3, paths.ImportRefusedRoute: 4} {
		group[route] = func(t *testing.T) reply { return d.importSteps(t, step) }
	}
	return group
}

func (d *doer) sendFile(t *testing.T) reply {
	d.people++
	return d.admin(t).upload(t, d.at(paths.ImportsRoute), "people", "a.csv", fmt.Sprintf("openid,nickname\nfile%d,小明\nno openid,小红\n", d.people))
}

// importSteps goes through an import up to a step and returns its answer.
func (d *doer) importSteps(t *testing.T, step int) (r reply) {
	b := d.admin(t)
	page := d.sendFile(t).want(t, http.StatusSeeOther).header.Get("Location")
	checked := func() reply { return b.post(t, page+"/check", b.get(t, page).mapped(t)).want(t, http.StatusSeeOther) }
	switch step {
	case 1:
		return checked()
	case 2:
		checked()
		d.keepImports(t)
		return b.post(t, page+"/start", url.Values{"skip_bad": {"1"}})
	case 3:
		return b.post(t, page+"/cancel", nil)
	}
	checked()
	d.keepImports(t)
	return b.post(t, page+"/refused", nil)
}

func (d *doer) messages() map[string]deed {
	unknown := func(t *testing.T) int64 {
		d.Claimed(t, d.app, 100) // nothing else waits
		return d.settled(t, d.app, d.template, d.person(t).Openid, models.MessageUnknown, unanswered).ID
	}
	return map[string]deed{
		paths.MessageResendRoute:   d.post(paths.MessageResendRoute, nil, unknown),
		paths.MessageAssumeRoute:   d.post(paths.MessageAssumeRoute, nil, unknown),
		paths.MessageCancelRoute:   d.post(paths.MessageCancelRoute, nil, func(t *testing.T) int64 { return d.Queue(t, d.app, d.template, d.person(t).Openid).ID }),
		paths.MessageCopyRoute:     d.post(paths.MessageCopyRoute, nil, unknown),
		paths.IntegrationKeysRoute: d.post(paths.IntegrationKeysRoute, url.Values{"name": {"订单系统"}}),
		paths.IntegrationKeyRevokeRoute: d.post(paths.IntegrationKeyRevokeRoute, nil, func(t *testing.T) int64 {
			_, key, err := d.AddAPIKey(t.Context(), modelstest.Tester, d.app.ID, "旧系统")
			must(t, err)
			return key.ID
		}),
	}
}

func (d *doer) templates() map[string]deed {
	some := func(t *testing.T) int64 { return d.Template(t, d.app).ID }
	stopped := func(t *testing.T) int64 {
		template := d.Template(t, d.app)
		must(t, d.StopTemplate(t.Context(), modelstest.Tester, d.app.ID, template.ID, 0, ""))
		return template.ID
	}
	fromLibrary := func(t *testing.T) reply {
		b := d.admin(t)
		link := b.get(t, d.at(paths.LibraryRoute)).want(t, http.StatusOK).doc(t).Find(`[data-testid="entry"] a`).First().AttrOr("href", "")
		action, _, _ := strings.Cut(link, "?")
		b.get(t, link).want(t, http.StatusOK)
		return b.post(t, action, url.Values{"order-2": {"1"}, "order-1": {"7"}, "scene": {"付款后通知"}})
	}
	return map[string]deed{
		paths.LibraryEntryRoute: fromLibrary,
		paths.TemplateDropRoute: func(t *testing.T) reply {
			fromLibrary(t).want(t, http.StatusSeeOther)
			last := d.Number(t, "SELECT MAX(id) FROM templates WHERE app_id = ?", d.app.ID)
			return d.admin(t).post(t, d.at(paths.TemplateDropRoute, last), url.Values{"confirm": {"删除"}})
		},
		paths.TemplateSucceedRoute: func(t *testing.T) reply {
			to := d.Template(t, d.app, subscribes)
			return d.admin(t).post(t, d.at(paths.TemplateSucceedRoute, some(t)), url.Values{"to": {paths.ID(to.ID)}, "map.keyword1": {"keyword1"}})
		},
		paths.TemplatesRoute:     d.post(paths.TemplatesRoute, with(templateForm(), "template_id", "DEED")),
		paths.TemplateEditRoute:  d.post(paths.TemplateEditRoute, with(templateForm(), "template_id", "DEED-2"), some),
		paths.TemplateStopRoute:  d.post(paths.TemplateStopRoute, nil, some),
		paths.TemplateStartRoute: d.post(paths.TemplateStartRoute, nil, stopped),
		paths.TemplateSyncRoute: func(t *testing.T) reply {
			must(t, d.sim.AddTemplateWithID(d.app.Appid, simulator.Template{
				TemplateID: "THERE", Kind: simulator.KindSubscribeOnce, Title: "到货提醒", Keywords: []simulator.Keyword{{Key: "thing1", Name: "商品"}},
			}))
			page := d.refetch(t, d.admin(t), d.app)
			return d.boss.post(t, d.at(paths.TemplateSyncRoute), url.Values{"list": {page.value(t, "list")}, "pick": {"THERE"}})
		},
	}
}

func (d *doer) batches() map[string]deed {
	running := func(t *testing.T) int64 {
		person := d.person(t)
		b, err := d.AddBatch(t.Context(), modelstest.Tester, d.app, models.BatchInput{
			Name: "发货", TemplateID: d.template.TemplateID, Audience: models.Audience{Kind: models.AudiencePicked, Openids: []string{person.Openid}},
			Content: models.Content{Fields: map[string]string{"order_no": "A1"}},
		})
		must(t, err)
		return kept(t, d.site, d.app, b.ID).ID
	}
	paused := func(t *testing.T) int64 {
		n := running(t)
		d.admin(t).post(t, d.at(paths.BatchPauseRoute, n), nil).want(t, http.StatusSeeOther)
		return n
	}
	failed := func(t *testing.T) int64 {
		n := running(t)
		b, err := d.Batch(t.Context(), d.app.ID, n)
		must(t, err)
		settle(t, d.site, d.app, b, 1, models.MessageFailed)
		return kept(t, d.site, d.app, n).ID
	}
	return map[string]deed{
		paths.BatchPauseRoute:  d.post(paths.BatchPauseRoute, nil, running),
		paths.BatchResumeRoute: d.post(paths.BatchResumeRoute, nil, paused),
		paths.BatchCancelRoute: d.post(paths.BatchCancelRoute, nil, running),
		paths.BatchPaceRoute:   d.post(paths.BatchPaceRoute, url.Values{"pace": {"7"}}, running),
		paths.BatchRetryRoute:  d.post(paths.BatchRetryRoute, nil, failed),
		paths.BatchCopyRoute:   d.post(paths.BatchCopyRoute, nil, running),
	}
}

// approvals of what an operator submitted in an App where everything is approved.
func (d *doer) approvals() map[string]deed {
	waits := func(t *testing.T) (path string, author *browser) {
		app := d.App(t)
		rules := url.Values{"confirm_above": {"100"}, "rest_days": {"0"}, "approval": {"always"}, "approve_above": {"1000"}}
		d.admin(t).post(t, "/apps/"+app.Appid+"/rules", rules).want(t, http.StatusSeeOther)
		_, author = d.member(t, models.RoleOperator)
		draft := drafted(t, d.site, app)
		author.get(t, d.site.drafts(app, draft)+"/check").want(t, http.StatusOK)
		page := author.get(t, d.site.drafts(app, draft)+"/send").want(t, http.StatusOK)
		author.post(t, d.site.drafts(app, draft)+"/send", url.Values{"version": {version(t, page)}, "confirmed_total": {"3"}}).want(t, http.StatusSeeOther)
		return paths.Batch(app.Appid, draft.ID), author
	}
	decide := func(act string) deed {
		return func(t *testing.T) reply {
			path, _ := waits(t)
			hash := d.admin(t).get(t, path+"/approval").want(t, http.StatusOK).text(t, "hash")
			return d.boss.post(t, path+act, url.Values{"hash": {hash}, "reason": {"价格不对"}})
		}
	}
	return map[string]deed{
		paths.BatchApproveRoute: decide("/approve"),
		paths.BatchRejectRoute:  decide("/reject"),
		paths.BatchWithdrawRoute: func(t *testing.T) reply {
			path, author := waits(t)
			return author.post(t, path+"/withdraw", nil)
		},
	}
}

// drafts of somebody else: that another person goes on with one is recorded, not
// each of its saves.
func (d *doer) drafts() map[string]deed {
	change := func(route string, form url.Values) deed {
		return func(t *testing.T) reply {
			draft := d.strangers(t)
			form.Set("version", fmt.Sprint(draft.Version))
			return d.admin(t).post(t, d.at(route, draft.ID), form)
		}
	}
	return map[string]deed{
		paths.DraftsRoute: func(t *testing.T) reply {
			return d.admin(t).post(t, d.at(paths.DraftsRoute), url.Values{"name": {"周末"}, "template": {d.template.TemplateID}})
		},
		paths.DraftTemplateRoute: func(t *testing.T) reply {
			return change(paths.DraftTemplateRoute, url.Values{"name": {"周末"}, "template": {d.template.TemplateID}})(t)
		},
		paths.DraftAudienceRoute: change(paths.DraftAudienceRoute, url.Values{"audience": {"reachable"}}),
		paths.DraftContentRoute:  change(paths.DraftContentRoute, url.Values{"data.thing2": {"好吃"}, "source.thing1": {"nickname"}}),
		paths.DraftLeaveOutRoute: change(paths.DraftLeaveOutRoute, url.Values{"leave_out": {"0"}}),
		paths.DraftPlanRoute:     change(paths.DraftPlanRoute, url.Values{"name": {"新名字"}, "start": {"now"}, "stop_percent": {"20"}}),
		paths.DraftDeleteRoute:   change(paths.DraftDeleteRoute, url.Values{}),
		paths.SendingRulesRoute:  d.post(paths.SendingRulesRoute, url.Values{"confirm_above": {"50"}, "rest_days": {"3"}, "approval": {"above"}, "approve_above": {"500"}}),
		paths.SendingWordsRoute:  d.post(paths.SendingWordsRoute, url.Values{"words.template": {"秒杀"}}),
		paths.SendingTestersRoute: func(t *testing.T) reply {
			return d.admin(t).post(t, d.at(paths.SendingTestersRoute), url.Values{"openid": {d.person(t).Openid}, "on": {"true"}})
		},
		paths.DraftListRoute: func(t *testing.T) reply {
			return d.admin(t).upload(t, d.at(paths.DraftListRoute, d.strangers(t).ID), "", "a.csv", "openid\n"+d.person(t).Openid+"\n")
		},
		paths.DraftUntakenRoute: func(t *testing.T) reply {
			draft := d.strangers(t)
			d.admin(t).upload(t, d.at(paths.DraftListRoute, draft.ID), "", "a.csv", "openid\nnobody-of-the-file\n").want(t, http.StatusSeeOther)
			return d.boss.post(t, d.at(paths.DraftUntakenRoute, draft.ID), nil)
		},
		paths.DraftListAddRoute: func(t *testing.T) reply {
			draft := d.strangers(t)
			d.admin(t).upload(t, d.at(paths.DraftListRoute, draft.ID), "", "a.csv", "openid\nsomebody-new\n").want(t, http.StatusSeeOther)
			return d.boss.post(t, d.at(paths.DraftListAddRoute, draft.ID), nil)
		},
		paths.DraftCheckExportRoute: func(t *testing.T) reply {
			path := d.at(paths.DraftCheckRoute, d.strangers(t).ID)
			d.admin(t).get(t, path).want(t, http.StatusOK)
			return d.boss.post(t, path+"/export", url.Values{"format": {"csv"}})
		},
		paths.DraftTestRoute: func(t *testing.T) reply {
			draft := d.strangers(t)
			tester, err := d.RecipientByOpenid(t.Context(), d.app.ID, "has")
			must(t, err)
			must(t, d.SetTester(t.Context(), modelstest.Tester, d.app.ID, tester.ID, true))
			page := d.admin(t).get(t, d.at(paths.DraftCheckRoute, draft.ID)).want(t, http.StatusOK)
			return d.boss.post(t, d.at(paths.DraftTestRoute, draft.ID), url.Values{"version": {version(t, page)}, "key": {page.value(t, "key")}, "to": {id(tester.ID)}})
		},
		paths.DraftSendRoute: func(t *testing.T) reply {
			draft := d.strangers(t)
			page := d.admin(t).get(t, d.at(paths.DraftSendRoute, draft.ID)).want(t, http.StatusOK)
			return d.boss.post(t, d.at(paths.DraftSendRoute, draft.ID), url.Values{"version": {version(t, page)}, "confirmed_total": {"1"}})
		},
	}
}

// strangers is a draft that somebody else began, for one person.
func (d *doer) strangers(t *testing.T) models.Draft {
	t.Helper()
	first := drafted(t, d.site, d.app)
	only := models.Audience{Kind: models.AudiencePicked, Openids: []string{"has"}}
	draft, err := d.SaveDraft(t.Context(), modelstest.Tester, d.app, first.ID, first.Version, models.DraftChange{Audience: &only})
	must(t, err)
	return draft
}

func (d *doer) settings() map[string]deed {
	extra := func(t *testing.T) int64 { return d.App(t).ID }
	robotOf := func(t *testing.T, do func(room string, b *browser) reply) reply {
		room := newChatRoom(t)
		s, _ := alarmed(t, d.DB, room)
		d.admin(t)
		b := s.browser()
		b.header.Set("User-Agent", agent)
		b.signIn(t, "boss@example.com", password).want(t, http.StatusSeeOther)
		return do(room.URL, b)
	}
	added := func(t *testing.T, room string, b *browser) string {
		b.post(t, paths.SettingsRobotNew, robotForm(room+"/send?key=ROBOTKEY")).want(t, http.StatusSeeOther)
		return paths.SettingsRobot(d.Number(t, "SELECT MAX(id) FROM robots"))
	}
	group := map[string]deed{
		paths.SettingsAppNew:     d.post(paths.SettingsAppNew, appValues()),
		paths.SettingsAppRoute:   d.post(paths.SettingsAppRoute, with(appValues(), "name", "新店"), extra),
		paths.SettingsPauseRoute: d.post(paths.SettingsPauseRoute, nil, extra),
		paths.SettingsResumeRoute: d.post(paths.SettingsResumeRoute, nil, func(t *testing.T) int64 {
			app := d.App(t)
			must(t, d.PauseApp(t.Context(), modelstest.Tester, app.ID, models.Pause{Reason: "x"}))
			return app.ID
		}),
		paths.SettingsPayRoute: func(t *testing.T) reply {
			return d.admin(t).post(t, d.at(paths.SettingsPayRoute, extra(t)), payValues())
		},
		paths.SettingsCallbackSecretsRoute: d.post(paths.SettingsCallbackSecretsRoute, nil, extra),
		paths.SettingsCallbackRoute: d.post(paths.SettingsCallbackRoute,
			url.Values{"mode": {"secure"}, "token": {callbackToken}, "aes_key": {callbackKey}, "credits_from": {"event"}}, extra),
		paths.SettingsPayRemoveRoute: func(t *testing.T) reply {
			app := extra(t)
			d.admin(t).post(t, paths.SettingsPay(app), payValues()).want(t, http.StatusSeeOther)
			return d.boss.post(t, paths.SettingsPayRemove(app), nil)
		},
		paths.AuditVerify: d.post(paths.AuditVerify, nil),
		paths.AuditExport: d.post(paths.AuditExport, nil),
		paths.SettingsRobotNew: func(t *testing.T) reply {
			return robotOf(t, func(room string, b *browser) reply {
				return b.post(t, paths.SettingsRobotNew, robotForm(room+"/send?key=ROBOTKEY"))
			})
		},
	}
	for route, act := range map[string]string{paths.SettingsRobotRoute: "", paths.SettingsRobotTestRoute: "/test", paths.SettingsRobotDeleteRoute: "/delete"} {
		group[route] = func(t *testing.T) reply {
			return robotOf(t, func(room string, b *browser) reply {
				path := added(t, room, b)
				return b.post(t, path+act, with(robotForm(""), "name", "新群"))
			})
		}
	}
	return group
}

func (d *doer) staffDeeds() map[string]deed {
	somebody := func(t *testing.T) int64 {
		m, b := d.member(t, models.RoleOperator)
		b.enrol(t)
		return m.ID
	}
	in := url.Values{"name": {"小王"}, "email": {"wang@example.com"}, "role": {"auditor"}, "password": {password}}
	return map[string]deed{
		paths.SettingsStaffNew:           d.post(paths.SettingsStaffNew, in),
		paths.SettingsStaffMemberRoute:   d.post(paths.SettingsStaffMemberRoute, url.Values{"name": {"小李"}, "email": {"li@example.com"}, "role": {"auditor"}}, somebody),
		paths.SettingsStaffPasswordRoute: d.post(paths.SettingsStaffPasswordRoute, url.Values{"password": {"another long password"}}, somebody),
		paths.SettingsSecondStep:         d.post(paths.SettingsSecondStep, url.Values{"roles": {"auditor"}}),
		paths.SettingsStaffSessionsRoute: d.post(paths.SettingsStaffSessionsRoute, nil, somebody),
		paths.SettingsStaffResetRoute:    d.post(paths.SettingsStaffResetRoute, nil, somebody),
	}
}

func (d *doer) ownSecurity() map[string]deed {
	current := func(more ...string) url.Values { return with(url.Values{"current": {password}}, more...) }
	enrolled := func(do func(b *browser, t *testing.T) reply) deed {
		return func(t *testing.T) reply {
			_, b := d.member(t, models.RoleOperator)
			b.enrol(t)
			return do(b, t)
		}
	}
	return map[string]deed{
		paths.SecuritySecondStep: func(t *testing.T) reply {
			_, b := d.member(t, models.RoleOperator)
			secret := b.get(t, paths.SecuritySecondStep).text(t, "totp-secret")
			return b.post(t, paths.SecuritySecondStep, url.Values{"code": {d.site.code(t, secret)}})
		},
		paths.SecuritySecondStepOff: enrolled(func(b *browser, t *testing.T) reply { return b.post(t, paths.SecuritySecondStepOff, current()) }),
		paths.SecurityRecoveryCodes: enrolled(func(b *browser, t *testing.T) reply { return b.post(t, paths.SecurityRecoveryCodes, current()) }),
		paths.SecurityPassword: enrolled(func(b *browser, t *testing.T) reply {
			return b.post(t, paths.SecurityPassword, current("password", "the next long password"))
		}),
		paths.SecuritySessionsEnd: func(t *testing.T) reply {
			m, b := d.member(t, models.RoleOperator)
			d.visitor().signIn(t, m.Email, password)
			return b.post(t, paths.SecuritySessionsEnd, nil)
		},
		paths.SecuritySessionEndRoute: func(t *testing.T) reply {
			m, b := d.member(t, models.RoleOperator)
			other := d.visitor()
			other.signIn(t, m.Email, password)
			return b.post(t, paths.SecuritySessionEnd(models.SessionID(other.cookies["xinshi_session"])), nil)
		},
	}
}

// programs are those that ask without a browser.
func (d *doer) programs() map[string]deed {
	call := func(path, body string) deed {
		return func(t *testing.T) reply {
			backend := d.backend(t, d.app)
			backend.header.Set("User-Agent", agent)
			got, _ := backend.call(t, http.MethodPost, path, strings.NewReplacer("TEMPLATE", d.template.TemplateID, "PERSON", d.person(t).Openid).Replace(body))
			return got
		}
	}
	message := `{"template":"TEMPLATE","to":"PERSON","fields":{"order_no":"A1"}}`
	return map[string]deed{
		paths.APISendCodes:  call(paths.APISendCodes, `{"codes":[{"openid":"PERSON","kind":"form_id","code":"a-code-by-the-api"}]}`),
		paths.APIMessages:   call(paths.APIMessages, message),
		paths.APIBulk:       call(paths.APIBulk, `{"messages":[`+message+`]}`),
		paths.APIRecipients: call(paths.APIRecipients, `{"recipients":[{"openid":"PERSON","nickname":"新名字"}]}`),
		paths.APIOrders:     call(paths.APIOrders, strings.Replace(orderBody, "T202611230001", "ORDER-OF-A-DEED", 1)),
		paths.APIPaidRoute: func(t *testing.T) reply {
			call(paths.APISendCodes, `{"codes":[{"openid":"PERSON","kind":"prepay_id","code":"wx-prepay-of-a-deed","order_no":"PAID-BY-DEED"}]}`)(t).want(t, http.StatusOK)
			return call(paths.APIPaid("PAID-BY-DEED"), "{}")(t)
		},
		paths.CollectRoute: func(t *testing.T) reply {
			form, err := d.sim.SubmitForm(d.app.Appid, buyer)
			must(t, err)
			got, _ := d.signIn(t, buyer).call(t, http.MethodPost, paths.Collect(d.app.Appid), `{"codes":[{"kind":"form_id","code":"`+form+`"}]}`)
			return got
		},
		paths.PayNotifyRoute: func(t *testing.T) reply {
			header, body, err := d.sim.Notification(d.order(t, true), simulator.V2)
			must(t, err)
			return d.notice(t, header, string(body))
		},
		paths.CallbackRoute: func(t *testing.T) reply {
			app := d.App(t)
			template := d.Template(t, app, subscribes)
			return newPlatform(t, d.site, app, wechat.CallbackSecure, models.CreditsByEvent).push(t, popup(d.Clock.Now(), template.TemplateID))
		},
	}
}
