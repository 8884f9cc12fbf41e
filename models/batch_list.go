package models

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"xinshi/models/sheet"
)

// AudienceList is an uploaded list of openids with a value a column for each, see
// UploadList. The batch's ListID says which.
const AudienceList AudienceKind = "list"

// ListLimits are the largest list that is taken.
var ListLimits = sheet.Limits{Bytes: 64 << 20, Rows: 200_000}

// listChunk is how many rows are stored or looked up together.
const listChunk = 1000

// BatchList is an uploaded list. Several batches may refer to one: a copy, a retry.
type BatchList struct {
	ID        int64
	AppID     int64
	FileName  string
	Columns   []string      `gorm:"serializer:json;not null"` // without that of the openids
	Refusals  []ListRefusal `gorm:"serializer:json;not null"` // the first of what was not taken
	RowCount  int64         // people listed
	Known     int64         // of them: users of the mini program
	Duplicate int64         // lines that name somebody again: the first one counts
	Bad       int64         // lines without a proper openid
	Complete  bool          // false: the file is arriving, or never came to its end
	CreatedAt Millis        `gorm:"autoCreateTime:milli"`
}

// Unknown is how many of the listed people are no users; no message is made for
// them. See UnknownPeople and AddListed.
func (l BatchList) Unknown() int64 { return l.RowCount - l.Known }

// maxListRefusals is how many refused lines are told.
const maxListRefusals = 500

// ListRefusal is a line that was not taken: ReasonDuplicate with the line that
// names the same person first, or what is wrong with its openid.
type ListRefusal struct {
	Line   int
	Reason Reason
	First  int `json:",omitempty"`
}

// batchRow is a line of a list.
type batchRow struct {
	ListID      int64
	Openid      string
	RecipientID int64 // 0: no user
	Line        int
	Cells       []string `gorm:"serializer:json;not null"`
}

// BatchList loads one of an App's lists.
func (s *Store) BatchList(ctx context.Context, appID, id int64) (BatchList, error) {
	var l BatchList
	err := s.read.WithContext(ctx).Where("app_id = ? AND id = ?", appID, id).Take(&l).Error
	return l, one(err, fmt.Sprintf("list %d", id))
}

// rowOf is a line by the names of its columns; a cell that is missing is empty.
func rowOf(columns, cells []string) map[string]string {
	row := make(map[string]string, len(columns))
	for i, column := range columns {
		row[column] = ""
		if i < len(cells) {
			row[column] = cells[i]
		}
	}
	return row
}

// rowsOf loads the lines of some people from a batch's list, by person.
func (s *Store) rowsOf(ctx context.Context, b Batch, people []Recipient) (map[int64]map[string]string, error) {
	if b.ListID == 0 || len(people) == 0 {
		return nil, nil
	}
	l, err := s.BatchList(ctx, b.AppID, b.ListID)
	if err != nil {
		return nil, err
	}
	rows := make(map[int64]map[string]string, len(people))
	for part := range slices.Chunk(people, listChunk) {
		ids := make([]int64, len(part))
		for i, r := range part {
			ids[i] = r.ID
		}
		query := s.read.WithContext(ctx).Model(&batchRow{}).Select("recipient_id", "cells").Where("list_id = ? AND recipient_id IN ?", b.ListID, ids)
		found, err := scanAll(query, func(r *batchRow, rows *sql.Rows) error {
			var cells []byte
			if err := rows.Scan(&r.RecipientID, &cells); err != nil {
				return err
			}
			return json.Unmarshal(cells, &r.Cells)
		})
		if err != nil {
			return nil, fmt.Errorf("load lines of list %d: %w", b.ListID, err)
		}
		for _, r := range found {
			rows[r.RecipientID] = rowOf(l.Columns, r.Cells)
		}
	}
	return rows, nil
}

// listedIDs are the next people of a list, by id.
func (s *Store) listedIDs(ctx context.Context, listID, after int64, n int) ([]int64, error) {
	query := s.read.WithContext(ctx).Model(&batchRow{}).Select("recipient_id").
		Where("list_id = ? AND recipient_id > ?", listID, after).Order("recipient_id").Limit(n)
	return scanAll(query, func(id *int64, rows *sql.Rows) error { return rows.Scan(id) })
}

// UnknownPerson is somebody whom an audience names and who is no user.
type UnknownPerson struct {
	Openid string
	Line   int // of the uploaded list; 0: picked
}

// UnknownPeople lists the first of those whom a draft names one by one and who are
// no users: in the list's order, or as they were picked.
func (s *Store) UnknownPeople(ctx context.Context, d Draft, n int) ([]UnknownPerson, error) {
	var unknown []UnknownPerson
	switch d.Audience.Kind {
	case AudienceList:
		return s.unknownListed(ctx, d.ListID, "line", n)
	case AudiencePicked:
		for part := range slices.Chunk(distinct(d.Audience.Openids), listChunk) {
			known, err := s.knownOpenids(ctx, d.AppID, part)
			if err != nil {
				return nil, err
			}
			for _, openid := range part {
				if _, ok := known[openid]; !ok && len(unknown) < n {
					unknown = append(unknown, UnknownPerson{Openid: openid})
				}
			}
		}
	}
	return unknown, nil
}

func (s *Store) unknownListed(ctx context.Context, listID int64, order string, n int) ([]UnknownPerson, error) {
	query := s.read.WithContext(ctx).Model(&batchRow{}).Select("openid", "line").
		Where("list_id = ? AND recipient_id = 0", listID).Order(order).Limit(n)
	unknown, err := scanAll(query, func(p *UnknownPerson, rows *sql.Rows) error { return rows.Scan(&p.Openid, &p.Line) })
	if err != nil {
		return nil, fmt.Errorf("find unknown people of list %d: %w", listID, err)
	}
	return unknown, nil
}

// knownOpenids finds which of some openids are users, with their ids.
func (s *Store) knownOpenids(ctx context.Context, appID int64, openids []string) (map[string]int64, error) {
	type person struct {
		id     int64
		openid string
	}
	query := s.db.WithContext(ctx).Model(&Recipient{}).Select("id", "openid").Where("app_id = ? AND openid IN ?", appID, openids)
	found, err := scanAll(query, func(p *person, rows *sql.Rows) error { return rows.Scan(&p.id, &p.openid) })
	if err != nil {
		return nil, fmt.Errorf("find recipients: %w", err)
	}
	known := make(map[string]int64, len(found))
	for _, p := range found {
		known[p.openid] = p.id
	}
	return known, nil
}

func distinct(list []string) []string {
	seen := make(map[string]bool, len(list))
	var each []string
	for _, item := range list {
		if !seen[item] {
			seen[item] = true
			each = append(each, item)
		}
	}
	return each
}

// eraseListed takes a person out of uploaded lists and off the testers.
func (s *Store) eraseListed(ctx context.Context, r Recipient) error {
	err := s.db.WithContext(ctx).Exec("DELETE FROM batch_rows WHERE openid = ? AND list_id IN (SELECT l.id FROM batch_lists l WHERE l.app_id = ?)", r.Openid, r.AppID).Error
	if err != nil {
		return err
	}
	return s.db.WithContext(ctx).Exec("DELETE FROM testers WHERE app_id = ? AND recipient_id = ?", r.AppID, r.ID).Error
}
