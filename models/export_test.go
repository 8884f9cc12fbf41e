package models

// SealedTables lists what a change of keys seals anew, as TABLE.COLUMN.
func SealedTables() (list []string) {
	for _, t := range sealedTables {
		for _, column := range t.columns {
			list = append(list, t.table+"."+column)
		}
	}
	return list
}
