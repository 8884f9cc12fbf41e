package models

import (
	"context"
	"fmt"

	"xinshi/models/sheet"
)

// judgeRows judges rows as the run will, without writing.
func (s *Store) judgeRows(ctx context.Context, p planned, app App, rows []sheet.Row) (refused []ImportRefusal, err error) {
	if p.Kind == ImportCodes {
		_, _, refused, err = s.judgeCodeRows(ctx, p, app, rows)
		return refused, err
	}
	for _, row := range rows {
		if _, bad := p.person(row); bad != nil {
			refused = append(refused, *bad)
		}
	}
	return refused, nil
}

// importRows stores what a chunk's rows say and counts what became of them.
func (s *Store) importRows(ctx context.Context, p planned, app App, rows []sheet.Row, counts map[string]int) ([]ImportRefusal, error) {
	if p.Kind == ImportCodes {
		return s.importCodes(ctx, p, app, rows, counts)
	}
	return s.importPeople(ctx, p, app, rows, counts)
}

func (s *Store) importPeople(ctx context.Context, p planned, app App, rows []sheet.Row, counts map[string]int) ([]ImportRefusal, error) {
	var refused []ImportRefusal
	var in []RecipientInput
	var from []sheet.Row
	for _, row := range rows {
		person, bad := p.person(row)
		if bad != nil {
			refused = append(refused, *bad)
			continue
		}
		in, from = append(in, person), append(from, row)
	}
	if len(in) == 0 {
		return refused, nil
	}
	result, err := s.SaveRecipients(ctx, p.actor(), app, in)
	if err != nil {
		return nil, err
	}
	for _, r := range result.Rejected {
		refused = append(refused, *p.refuse(from[r.Index], r.Field, r.Reason, 0))
	}
	counts["added"], counts["changed"], counts["unchanged"] = result.Added, result.Changed, result.Unchanged
	return refused, nil
}

func (s *Store) importCodes(ctx context.Context, p planned, app App, rows []sheet.Row, counts map[string]int) ([]ImportRefusal, error) {
	in, from, refused, err := s.judgeCodeRows(ctx, p, app, rows)
	if err != nil || len(in) == 0 {
		return refused, err
	}
	result, err := s.AddCodes(ctx, p.actor(), app, sourceImport, in)
	if err != nil {
		return nil, err
	}
	for _, r := range result.Rejected {
		refused = append(refused, *p.refuse(from[r.Index], r.Field, r.Reason, 0))
	}
	counts["added"], counts["unchanged"] = result.Accepted, result.Duplicates
	return refused, nil
}

// sourceImport is what a code's source says that came in a file.
const sourceImport = "import"

// judgeCodeRows reads rows as codes and refuses those that AddCodes would.
func (s *Store) judgeCodeRows(ctx context.Context, p planned, app App, rows []sheet.Row) (in []CodeInput, from []sheet.Row, refused []ImportRefusal, err error) {
	var read []CodeInput
	var good []sheet.Row
	for _, row := range rows {
		code, bad := p.code(row, s.Now())
		if bad != nil {
			refused = append(refused, *bad)
			continue
		}
		read, good = append(read, code), append(good, row)
	}
	var result CodesResult
	judged, err := s.judgeCodes(ctx, app, sourceImport, read, &result)
	if err != nil {
		return nil, nil, nil, err
	}
	foreign, err := s.foreignCodes(ctx, app, judged)
	if err != nil {
		return nil, nil, nil, err
	}
	reasons := map[int]RejectedCode{}
	for _, r := range append(result.Rejected, foreign...) {
		reasons[r.Index] = r
	}
	for n, row := range good {
		if r, bad := reasons[n]; bad {
			refused = append(refused, *p.refuse(row, r.Field, r.Reason, 0))
			continue
		}
		in, from = append(in, read[n]), append(from, row)
	}
	return in, from, refused, nil
}

// foreignCodes finds those that are stored for another user, or that two users
// of this very chunk have.
func (s *Store) foreignCodes(ctx context.Context, app App, judged []collected) ([]RejectedCode, error) {
	var codes []string
	for _, c := range judged {
		codes = append(codes, c.in.Code)
	}
	var known []struct{ Code, Openid string }
	if len(codes) > 0 {
		err := s.db.WithContext(ctx).Model(&SendCode{}).Select("send_codes.code, r.openid").
			Joins("JOIN recipients r ON r.id = send_codes.recipient_id").
			Where("send_codes.app_id = ? AND send_codes.code IN ? AND send_codes.use_no = 1", app.ID, codes).Scan(&known).Error
		if err != nil {
			return nil, fmt.Errorf("look for known codes: %w", err)
		}
	}
	owners := make(map[string]string, len(known))
	for _, k := range known {
		owners[k.Code] = k.Openid
	}
	var foreign []RejectedCode
	for _, c := range judged {
		if owner, taken := owners[c.in.Code]; taken && owner != c.in.Openid {
			foreign = append(foreign, RejectedCode{c.index, "code", ReasonForeignCode})
		} else {
			owners[c.in.Code] = c.in.Openid
		}
	}
	return foreign, nil
}
