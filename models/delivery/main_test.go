package delivery_test

import (
	"testing"

	"xinshi/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }
