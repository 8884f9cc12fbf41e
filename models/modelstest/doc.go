// Package modelstest gives tests a migrated database on each of the two
// engines, a clock to turn, and builders in the words of the domain. It starts
// a private MariaDB by itself. Nothing but tests imports it.
package modelstest
