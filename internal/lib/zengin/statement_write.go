package zengin

import (
	"bytes"
	"io"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// WriteStatements writes statements of one kind as a bank would, for the fake bank of
// demonstrations and tests. Trailers and closing balances are worked out anew.
func WriteStatements(w io.Writer, lineEnd string, list ...Statement) error {
	if len(list) == 0 {
		return ErrStatement
	}
	var out bytes.Buffer
	put := func(raw []byte) {
		out.Write(raw)
		out.WriteString(lineEnd)
	}
	records := 0
	for _, st := range list {
		if _, ok := forms[st.Kind]; !ok || st.Kind != list[0].Kind {
			return ErrStatement
		}
		put(st.header())
		for _, e := range st.Entries {
			put(e.bytes(st.Kind))
		}
		put(st.trailer())
		records += len(st.Entries) + 2
	}
	end := forms[list[0].Kind].end
	raw := end.blank()
	end.number(raw, "kind", 9)
	if list[0].Kind == Movements {
		end.number(raw, "records", int64(records+1))
		end.number(raw, "accounts", int64(len(list)))
	}
	put(raw)
	_, err := w.Write(out.Bytes())
	return err
}

func (st Statement) header() []byte {
	l := forms[st.Kind].header
	raw := l.blank()
	l.number(raw, "kind", 1)
	l.text(raw, "business", string(st.Kind))
	for name, d := range map[string]when.Date{"made": st.Made, "from": st.From, "until": st.Until} {
		l.number(raw, name, eraNumber(d))
	}
	for name, s := range map[string]string{"bank": st.Bank, "bank_name": st.BankName, "branch": st.Branch, "branch_name": st.BranchName, "account": st.Account, "holder": st.Holder} {
		l.text(raw, name, s)
	}
	l.number(raw, "type", int64(st.Type))
	if st.Kind == Movements {
		putBalance(l, raw, st.Opening)
	}
	return raw
}

func (e Entry) bytes(k StatementKind) []byte {
	l := forms[k].entry
	raw := l.blank()
	l.number(raw, "kind", 2)
	l.number(raw, "on", eraNumber(e.On))
	l.number(raw, "value", eraNumber(e.Value))
	l.number(raw, "amount", int64(e.Amount))
	for name, s := range map[string]string{"ref": e.Ref, "payer_code": e.PayerCode, "payer": e.Payer, "payer_bank": e.PayerBank, "payer_branch": e.PayerBranch, "edi": e.EDI} {
		l.text(raw, name, s)
	}
	if k == Notice {
		if e.Out {
			l.text(raw, "cancelled", "1")
		}
		return raw
	}
	way := int64(1)
	if e.Out {
		way = 2
	}
	l.number(raw, "way", way)
	l.number(raw, "class", e.Class)
	l.text(raw, "note", e.Note)
	return raw
}

func (st Statement) trailer() []byte {
	l := forms[st.Kind].trailer
	raw := l.blank()
	in, out := st.Totals()
	l.number(raw, "kind", 8)
	l.number(raw, "in_count", int64(in.Count))
	l.number(raw, "in_sum", int64(in.Sum))
	l.number(raw, "out_count", int64(out.Count))
	l.number(raw, "out_sum", int64(out.Sum))
	if st.Kind == Movements {
		putBalance(l, raw, st.Opening+in.Sum-out.Sum)
		l.number(raw, "records", int64(len(st.Entries)))
	}
	return raw
}

func putBalance(l layout, raw []byte, a yen.Amount) {
	mark := int64(1)
	if a < 0 {
		mark, a = 2, -a
	}
	l.number(raw, "debt", mark)
	l.number(raw, "balance", int64(a))
}

// eraNumber is a date as YYMMDD of Reiwa; 0 for none.
func eraNumber(d when.Date) int64 {
	if d.IsZero() {
		return 0
	}
	y, m, day := d.Parts()
	return int64((y-2018)*10_000 + int(m)*100 + day)
}
