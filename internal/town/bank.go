package town

import "hiroba/internal/bank"

// Admin is the place among People of the administrator, who approves what the accountant prepared.
const Admin = 0

// Account is the hub's own account. Nobody has it: the bank lends the number to no one.
var Account = bank.ProfileForm{Originator: "9999999999", Name: "ユキハラワークス（カ", Bank: "9900", Branch: "918", Kind: "1", Number: "0000018", AnswerAt: "114", AnswerLength: "1", AnswerPaid: "0", FeeMost: "880"}

// BankFee is what a client's bank takes off a transfer, where the client lets it.
const BankFee = 440

// Unasked is money that came without an invoice, and the file that told of it.
var Unasked = struct {
	File, Kana string
	Amount     int64
}{"nyukin.txt", "ユキハラ コクミンケンコウホケン", 3_200}
