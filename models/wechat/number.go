package wechat

import (
	"bytes"
	"fmt"
	"strconv"
)

// number reads an integer that the platform writes as 3 in one place and "3" in another. It holds 64 bits, since a
// msgid is above 2^53 and would be damaged by a float.
type number int64

// UnmarshalJSON accepts a bare or a quoted integer; null leaves the number as it is.
func (n *number) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	v, err := strconv.ParseInt(string(bytes.Trim(data, `"`)), 10, 64)
	if err != nil {
		return fmt.Errorf("%s is not a whole number", data)
	}
	*n = number(v)
	return nil
}
