package models

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// ExportAudit writes the chain from a number on, one JSON object a line, and
// after it the anchor of its last line. The export itself is the last entry in
// it. Nobody has to trust us for the rest: see CheckAuditFile.
func (s *Store) ExportAudit(ctx context.Context, actor Actor, from int64, w io.Writer) error {
	err := s.InTx(ctx, func(tx *Store) error {
		return tx.audit(ctx, actor, change{Action: "audit.export", Object: "audit", After: map[string]any{"from": from}})
	})
	if err != nil {
		return err
	}
	if _, err := s.LinkAudit(ctx); err != nil {
		return err
	}
	var head chainHead
	if err := s.loadSealed(ctx, chainHeadName, &head); err != nil {
		return fmt.Errorf("export audit record: %w", err)
	}
	out := bufio.NewWriterSize(w, 1<<16)
	last, err := s.writeChain(ctx, out, max(from, 1)-1, head.Seq)
	if err != nil {
		return fmt.Errorf("export audit record: %w", err)
	}
	anchor, err := s.anchorAt(ctx, last.Seq, last.ID, last.Hash)
	if err != nil {
		return err
	}
	if err := writeLine(out, anchor); err != nil {
		return err
	}
	return out.Flush()
}

// writeChain writes what comes after a number, up to another. What is damaged
// is written as it stands: who checks the file must find it too.
func (s *Store) writeChain(ctx context.Context, out *bufio.Writer, after, until int64) (last ChainedEntry, err error) {
	for {
		rows, err := s.linkedRows(ctx, after, verifyPage)
		if err != nil {
			return last, err
		}
		for _, r := range rows {
			if r.link.Seq > until {
				return last, nil
			}
			last = r.chained()
			last.ID, last.Hash = r.link.EntryID, r.link.Hash
			if err := writeLine(out, last); err != nil {
				return last, err
			}
		}
		if len(rows) < verifyPage {
			return last, nil
		}
		after = last.Seq
	}
}

func writeLine(out *bufio.Writer, v json.Marshaler) error {
	line, err := v.MarshalJSON()
	if err != nil {
		return err
	}
	_, err = out.Write(append(line, '\n'))
	return err
}

// AuditFile is what a check of an export found.
type AuditFile struct {
	Entries, FirstSeq, LastSeq int64
	First, Last                Millis
	Anchor                     Anchor
	Breaks                     []ChainBreak // the first, or none
}

// ErrNoAnchor is an export that was cut off before its anchor.
var ErrNoAnchor = errors.New("the file does not end with an anchor")

// CheckAuditFile checks an export with nothing but the file and, in base64, the
// installation's public key; an empty key means the one the file names, which
// proves only that the file has not been changed since it was signed.
func CheckAuditFile(r io.Reader, key string) (AuditFile, error) {
	var found AuditFile
	lines := bufio.NewReaderSize(r, 1<<16)
	prev := ""
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(bytes.TrimSpace(line)) == 0 {
			return found, ErrNoAnchor
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return found, fmt.Errorf("read line %d: %w", n, err)
		}
		if bytes.HasPrefix(line, []byte(`{"anchor":`)) {
			return found.close(line, lines, prev, key)
		}
		var c ChainedEntry
		if err := json.Unmarshal(line, &c); err != nil {
			return found, fmt.Errorf("line %d: %w", n, err)
		}
		if found.Entries == 0 {
			found.FirstSeq, found.First, found.LastSeq = c.Seq, c.At, c.Seq-1
			if c.Seq > 1 {
				prev = c.Prev // a part: it begins where another one ended
			}
		}
		switch {
		case c.Seq != found.LastSeq+1:
			found.Breaks = []ChainBreak{{What: BreakMissing, EntryID: c.ID, Seq: found.LastSeq + 1}}
		case c.Prev != prev:
			found.Breaks = []ChainBreak{{What: BreakOrder, EntryID: c.ID, Seq: c.Seq}}
		case c.Hash != c.hash():
			found.Breaks = []ChainBreak{{What: BreakChanged, EntryID: c.ID, Seq: c.Seq}}
		}
		if len(found.Breaks) > 0 {
			return found, nil
		}
		found.Entries, found.LastSeq, found.Last, prev = found.Entries+1, c.Seq, c.At, c.Hash
	}
}

// close checks the anchor against the lines before it.
func (f AuditFile) close(line []byte, rest *bufio.Reader, prev, key string) (AuditFile, error) {
	if err := json.Unmarshal(line, &f.Anchor); err != nil {
		return f, fmt.Errorf("anchor: %w", err)
	}
	if key == "" {
		key = f.Anchor.Key
	}
	more, err := io.ReadAll(io.LimitReader(rest, 1<<10))
	switch {
	case err != nil:
		return f, fmt.Errorf("read file: %w", err)
	case len(bytes.TrimSpace(more)) > 0:
		return f, errors.New("the file goes on after its anchor")
	case !f.Anchor.signedBy(key):
		return f, ErrForeignAnchor
	case f.Anchor.Seq != f.LastSeq || f.Anchor.Hash != prev:
		f.Breaks = []ChainBreak{{What: BreakTruncated, EntryID: f.Anchor.EntryID, Seq: f.Anchor.Seq}}
	}
	return f, nil
}
