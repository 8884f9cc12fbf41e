package models

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gorm.io/gorm"
)

// peopleQuery is a filter made ready for the database: names looked up, and one
// "now" for all that depends on the time.
type peopleQuery struct {
	*Store
	appID  int64
	filter RecipientFilter
	search string // lower-cased and cut as tails are
	openid string // the search, if an openid can begin so
	tags   []int64
	codes  []codeNeed // each must be met by some code
	nobody bool       // it asks for what does not exist
}

// peopleQuery prepares a filter.
func (s *Store) peopleQuery(ctx context.Context, appID int64, filter RecipientFilter) (*peopleQuery, error) {
	if err := filter.check(); err != nil {
		return nil, err
	}
	q := &peopleQuery{Store: s, appID: appID, filter: filter}
	q.prepareSearch()
	if err := q.prepareTags(ctx); err != nil {
		return nil, err
	}
	return q, q.prepareCodes(ctx)
}

func (q *peopleQuery) prepareSearch() {
	typed := strings.TrimSpace(q.filter.Search)
	if typed == "" {
		return
	}
	if !utf8.ValidString(typed) || strings.ContainsFunc(typed, unicode.IsControl) {
		q.nobody = true // no name holds it, and MySQL refuses to compare it
		return
	}
	q.search = cutTail(strings.ToLower(typed))
	if !strings.ContainsFunc(typed, func(r rune) bool { return r <= ' ' || r > '~' }) {
		q.openid = typed
	}
}

func (q *peopleQuery) prepareTags(ctx context.Context) error {
	named, err := q.tagsNamed(ctx, q.appID, q.filter.Tags)
	if err != nil {
		return err
	}
	for _, name := range q.filter.Tags {
		id := named[name]
		q.nobody = q.nobody || id == 0
		if !slices.Contains(q.tags, id) {
			q.tags = append(q.tags, id)
		}
	}
	return nil
}

func (q *peopleQuery) prepareCodes(ctx context.Context) error {
	f := q.filter
	if !f.HasCode && f.Kind == "" && f.TemplateID == "" && f.Expiring == 0 {
		return nil
	}
	now := q.Now()
	need := codeNeed{kinds: CodeKinds, usableBy: now, after: now, until: Never}
	if f.Expiring > 0 {
		need.until = now.Add(f.Expiring)
	}
	if f.TemplateID != "" {
		app, err := q.App(ctx, q.appID)
		if err != nil {
			return err
		}
		t, err := q.TemplateByPlatformID(ctx, q.appID, f.TemplateID)
		if errors.Is(err, ErrNotFound) {
			q.nobody = true
			return nil
		}
		if err != nil {
			return err
		}
		need.payFor(app, t)
	}
	if f.Kind != "" {
		need.kinds = slices.DeleteFunc(slices.Clone(need.kinds), func(kind CodeKind) bool { return kind != f.Kind })
	}
	q.nobody = q.nobody || len(need.kinds) == 0
	q.codes = append(q.codes, need)
	return nil
}

// where adds to a query for recipients all that the database can judge; the rest
// is in fits.
//
// Conditions on other tables are scalar subqueries with a LIMIT, where EXISTS
// would do: MySQL and MariaDB turn an EXISTS into a join, and with a million
// people now and then begin at its wrong end.
func (q *peopleQuery) where(query *gorm.DB) *gorm.DB {
	// In a form that no index serves: people are named by their ids, but of a table that
	// was just filled the server thinks so little that it reads all of an App instead.
	query = query.Where("CASE WHEN recipients.app_id = ? THEN 1 ELSE 0 END = 1 AND recipients.erased_at = 0", q.appID)
	for _, tag := range q.tags {
		query = query.Where("(SELECT t.tag_id FROM recipient_tags t WHERE t.tag_id = ? AND t.recipient_id = recipients.id LIMIT 1) IS NOT NULL", tag)
	}
	for _, need := range q.codes {
		query = need.where(query)
	}
	f := q.filter
	if f.NeverMessaged {
		query = query.Where("recipients.last_sent_at = 0")
	}
	if f.SentBefore != 0 {
		query = query.Where("recipients.last_sent_at > 0 AND recipients.last_sent_at < ?", f.SentBefore)
	}
	if f.SentAfter != 0 {
		query = query.Where("recipients.last_sent_at >= ?", f.SentAfter)
	}
	if f.Refused {
		query = query.Where(`(SELECT c.id FROM send_codes c WHERE c.recipient_id = recipients.id AND c.live = 0 AND c.state = ?
			AND c.kind IN ? LIMIT 1) IS NOT NULL`, CodeRevoked, subscribeKinds)
	}
	if f.Attribute != "" {
		query = query.Where("INSTR(recipients.attributes, ?) > 0", attributePattern(f.Attribute, f.AttributeValue))
	}
	return query
}

// attributePattern is how an attribute stands in stored JSON. Keys hold no quotes
// and those of values are escaped, so it stands nowhere else.
func attributePattern(key, value string) string {
	pattern := jsonText(key) + ":"
	if value != "" {
		pattern += jsonText(value)
	}
	return pattern
}

// fits judges what is not left to the database: the search.
func (q *peopleQuery) fits(r Recipient) bool {
	if q.search == "" {
		return true
	}
	_, found := byNameDriver{q}.key(r)
	return found
}
