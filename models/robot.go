package models

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"xinshi/models/robot"
)

// Robot is one of a group chat that is told of alerts.
type Robot struct {
	ID        int64
	AppID     int64 // whose alerts; 0: those of every App and of the installation
	Kind      robot.Kind
	Name      string
	Host      string // of its address: all of it that is ever shown
	URL       string `gorm:"column:url" json:"-"` // sealed: who has it can write into the chat
	Secret    string `json:"-"`                   // sealed; "": it asks for no signature
	Alerts    string // kinds, comma-separated
	Lang      string
	CreatedAt Millis `gorm:"autoCreateTime:milli"`
	UpdatedAt Millis `gorm:"autoUpdateTime:milli"`
}

// Wants tells whether it is told of a kind.
func (r Robot) Wants(kind AlertKind) bool {
	return slices.Contains(strings.Split(r.Alerts, ","), string(kind))
}

// Signs tells whether texts for it are signed.
func (r Robot) Signs() bool { return r.Secret != "" }

func (r Robot) place(column string) string { return fmt.Sprintf("robots.%s:%d", column, r.ID) }

// RobotInput is what a person says of a Robot. An empty URL or Secret keeps the
// stored one; another kind or address asks for both anew, so that nobody can
// send a secret they do not know to a host of their choice.
type RobotInput struct {
	AppID      int64
	Kind       robot.Kind
	Name       string
	URL        string `json:"-"`
	Secret     string `json:"-"`
	DropSecret bool
	Alerts     []AlertKind
	Lang       string
}

func (in *RobotInput) validate(stored Robot, hosts robot.Hosts) error {
	var bad ValidationError
	in.Name, in.URL, in.Secret = strings.TrimSpace(in.Name), strings.TrimSpace(in.URL), strings.TrimSpace(in.Secret)
	checkText(&bad, "name", in.Name, 1, 100)
	if !slices.Contains(robot.Kinds, in.Kind) {
		bad.Add("kind", ReasonBadChoice)
	}
	switch {
	case in.URL == "" && (stored.ID == 0 || stored.Kind != in.Kind):
		bad.Add("url", ReasonRequired)
	case len(in.URL) > 1000:
		bad.Add("url", ReasonTooLong, 1000)
	case in.URL != "" && hosts.Check(in.Kind, in.URL) != nil:
		bad.Add("url", ReasonRobotURL)
	}
	if len(in.Secret) > 256 {
		bad.Add("secret", ReasonTooLong, 256)
	}
	if in.Lang != "zh" && in.Lang != "en" {
		bad.Add("lang", ReasonBadChoice)
	}
	for _, kind := range in.Alerts {
		if !slices.Contains(AlertKinds, kind) {
			bad.Add("alerts", ReasonBadChoice)
		}
	}
	if len(in.Alerts) == 0 {
		bad.Add("alerts", ReasonRequired)
	}
	return bad.Err()
}

// SaveRobot adds a robot (id 0) or changes one; hosts are those that are trusted
// beside the robots' own.
func (s *Store) SaveRobot(ctx context.Context, actor Actor, id int64, in RobotInput, hosts robot.Hosts) (Robot, error) {
	var after Robot
	err := s.InTx(ctx, func(tx *Store) error {
		var before Robot
		action := "robot.add"
		if id != 0 {
			action = "robot.update"
			if err := one(tx.forUpdate(ctx).Where("id = ?", id).Take(&before).Error, "robot"); err != nil {
				return err
			}
		}
		if err := in.validate(before, hosts); err != nil {
			return err
		}
		if in.AppID != 0 {
			if _, err := tx.App(ctx, in.AppID); err != nil {
				return err
			}
		}
		after = before
		if id == 0 {
			after.ID = NewID(tx.now())
		}
		after.apply(in, tx.box)
		if err := tx.db.WithContext(ctx).Save(&after).Error; err != nil {
			return fmt.Errorf("save robot: %w", err)
		}
		c := change{AppID: after.AppID, Action: action, Object: "robot", ObjectID: after.ID, After: after}
		if id != 0 {
			c.Before = before
		}
		return tx.audit(ctx, actor, c)
	})
	return after, err
}

func (r *Robot) apply(in RobotInput, sealer box) {
	words := make([]string, 0, len(in.Alerts))
	for _, kind := range AlertKinds {
		if slices.Contains(in.Alerts, kind) {
			words = append(words, string(kind))
		}
	}
	if in.DropSecret || in.URL != "" {
		r.Secret = ""
	}
	r.AppID, r.Kind, r.Name, r.Lang, r.Alerts = in.AppID, in.Kind, in.Name, in.Lang, strings.Join(words, ",")
	if in.URL != "" {
		r.URL = sealer.seal(r.place("url"), in.URL)
		if u, err := url.Parse(in.URL); err == nil {
			r.Host = clip(u.Host, 255)
		}
	}
	if in.Secret != "" {
		r.Secret = sealer.seal(r.place("secret"), in.Secret)
	}
}

// DeleteRobot forgets a robot and what it was still to be told.
func (s *Store) DeleteRobot(ctx context.Context, actor Actor, id int64) error {
	return s.InTx(ctx, func(tx *Store) error {
		before, err := tx.Robot(ctx, id)
		if err != nil {
			return err
		}
		if err := tx.db.WithContext(ctx).Delete(&before).Error; err != nil {
			return fmt.Errorf("delete robot: %w", err)
		}
		err = tx.db.WithContext(ctx).Model(&Notice{}).Where("robot_id = ? AND state = ?", id, NoticeQueued).Update("state", NoticeDropped).Error
		if err != nil {
			return fmt.Errorf("delete robot: %w", err)
		}
		return tx.audit(ctx, actor, change{AppID: before.AppID, Action: "robot.delete", Object: "robot", ObjectID: id, Before: before})
	})
}

// Robot loads one.
func (s *Store) Robot(ctx context.Context, id int64) (Robot, error) {
	var r Robot
	return r, one(s.read.WithContext(ctx).Where("id = ?", id).Take(&r).Error, fmt.Sprintf("robot %d", id))
}

// Robots lists them, oldest first.
func (s *Store) Robots(ctx context.Context) ([]Robot, error) {
	var robots []Robot
	if err := s.read.WithContext(ctx).Order("id").Find(&robots).Error; err != nil {
		return nil, fmt.Errorf("list robots: %w", err)
	}
	return robots, nil
}

// Caller is a robot with its secrets opened, for who writes to it.
func (s *Store) Caller(r Robot) (robot.Robot, error) {
	address, err := s.box.open(r.place("url"), r.URL)
	if err != nil {
		return robot.Robot{}, err
	}
	secret := ""
	if r.Secret != "" {
		if secret, err = s.box.open(r.place("secret"), r.Secret); err != nil {
			return robot.Robot{}, err
		}
	}
	return robot.Robot{Kind: r.Kind, URL: address, Secret: secret}, nil
}
