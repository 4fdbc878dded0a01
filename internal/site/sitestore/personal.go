package sitestore

import "hiroba/internal/platform/personal"

// Personal is what the house holds of people: who reads the hub's news by mail.
var Personal = personal.House{Name: "site", Tables: []personal.Table{
	{Name: "news_reader", Whose: "mail in (:mails)", Order: "asked_at, id", Tell: "mail lang=mydata.lang. state=mydata.news. consent_version asked_at joined_at left_at",
		Hide: "mailed_at", Why: "mydata.why.twin", Fate: personal.Drop},
}}
