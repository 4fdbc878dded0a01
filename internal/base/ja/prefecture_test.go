package ja

import "testing"

func TestAnAddressBeginsWithItsPrefecture(t *testing.T) {
	for address, want := range map[string]int{"北海道雪原市本町": 1, " 東京都港区": 13, "京都府京都市": 26, "沖縄県那覇市": 47, "雪原市本町": 0, "": 0} {
		if got := Prefecture(address); got != want {
			t.Errorf("%q: %d", address, got)
		}
	}
}
