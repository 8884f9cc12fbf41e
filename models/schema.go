package models

import (
	"context"
	"errors"
	"fmt"

	"xinshi/migrations"
)

// Migrate applies missing schema steps and returns them, and brings what is
// stored up to them.
func (s *Store) Migrate(ctx context.Context) ([]migrations.Step, error) {
	pool, err := s.db.DB()
	if err != nil {
		return nil, fmt.Errorf("reach database: %w", err)
	}
	steps, err := migrations.Up(ctx, pool, s.dialect)
	if err == nil {
		s.guardRecord(ctx)
		err = s.FillTails(ctx)
	}
	return steps, err
}

// SchemaStatus lists every schema step and whether the database has it.
func (s *Store) SchemaStatus(ctx context.Context) ([]migrations.Step, error) {
	pool, err := s.db.DB()
	if err != nil {
		return nil, fmt.Errorf("reach database: %w", err)
	}
	return migrations.Status(ctx, pool, s.dialect)
}

// CheckSchema returns ErrSchemaOld or ErrSchemaNew unless database and program
// are of one age.
func (s *Store) CheckSchema(ctx context.Context) error {
	pool, err := s.db.DB()
	if err != nil {
		return fmt.Errorf("reach database: %w", err)
	}
	have, want, err := migrations.Position(ctx, pool, s.dialect)
	switch {
	case err != nil:
		return err
	case have < want:
		return fmt.Errorf("schema %d, program %d: %w", have, want, ErrSchemaOld)
	case have > want:
		return fmt.Errorf("schema %d, program %d: %w", have, want, ErrSchemaNew)
	}
	return nil
}

// setting is one fact about the installation.
type setting struct {
	Name      string `gorm:"primaryKey"`
	Value     string
	UpdatedAt Millis `gorm:"autoUpdateTime:milli"`
}

func (setting) TableName() string { return "settings" }

const (
	keyCheckName  = "key_check"
	keyCheckPlace = "settings.value:" + keyCheckName
)

// CheckKey proves that the secret key is the one this database was first used
// with, before anything is sealed with a second one.
func (s *Store) CheckKey(ctx context.Context) error {
	return s.InTx(ctx, func(tx *Store) error {
		var check setting
		err := one(tx.db.WithContext(ctx).Where("name = ?", keyCheckName).Take(&check).Error, "key check")
		if errors.Is(err, ErrNotFound) {
			check = setting{Name: keyCheckName, Value: tx.box.seal(keyCheckPlace, keyCheckName)}
			return tx.db.WithContext(ctx).Create(&check).Error
		}
		if err != nil {
			return err
		}
		_, err = tx.box.open(keyCheckPlace, check.Value)
		return err
	})
}
