package db

import "testing"

func TestNoParameterIsPlannedBy(t *testing.T) {
	for q, want := range map[string]string{
		`select a from t where a like $1 order by a limit $2 offset $3`: `select a from t where a like ('' || $1) escape '\' order by a limit (0 + $2) offset (0 + $3)`,
		`select a from t where a = $1 limit 5`:                          `select a from t where a = $1 limit 5`,
		`select limit_of from t where unlike $1`:                        `select limit_of from t where unlike $1`,
	} {
		if got := steady(q); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}
