package town

// Targets are what the town aims at in the fiscal year, by figure.
var Targets = map[string]string{"registered": "30", "active": "20", "fees": "200000", "clients": "2", "hired": "1", "came": "60", "first_job": "50", "on_time": "95"}

// The words of the town's monthly report.
const (
	MonthReport = "%d月の月次報告"
	ReportTo    = "雪原市 商工観光課"
)
