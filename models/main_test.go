package models_test

import (
	"errors"
	"flag"
	"slices"
	"testing"

	_ "pgregory.net/rapid" // its flags exist before TestMain sets their defaults

	"xinshi/models"
	"xinshi/models/modelstest"
)

func TestMain(m *testing.M) {
	// Fewer runs than rapid's hundred, each on a real database; more by -rapid.checks.
	for name, value := range map[string]string{"rapid.checks": "25", "rapid.nofailfile": "true"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	modelstest.Main(m)
}

// refused is one expected refusal.
func refused(field string, reason models.Reason, limit ...int) models.FieldError {
	var bad models.ValidationError
	bad.Add(field, reason, limit...)
	return bad.Fields[0]
}

// wantRefused checks that an error refuses exactly these values, in this order.
func wantRefused(t *testing.T, err error, want ...models.FieldError) {
	t.Helper()
	var bad *models.ValidationError
	if len(want) == 0 {
		if err != nil {
			t.Errorf("refused: %v", err)
		}
		return
	}
	if !errors.As(err, &bad) {
		t.Errorf("error = %v, want refused %+v", err, want)
		return
	}
	if !slices.Equal(bad.Fields, want) {
		t.Errorf("refused %+v, want %+v", bad.Fields, want)
	}
}

// wantError checks what an error is.
func wantError(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("error = %v, want %v", err, want)
	}
}

// equal checks one value and names it.
func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

// ok ends the test on an error.
func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
