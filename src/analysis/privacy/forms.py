"""Forms in free text behind which a person stands: numbers, addresses, words before a name."""

from __future__ import annotations

import re

NAME, PHONE, EMAIL, NUMBER, ADDRESS = "[nama]", "[telepon]", "[surel]", "[nomor]", "[alamat]"

_CAPITAL = r"(?:\[nama\]|[A-Z][A-Za-z'’.]*)"
_NO_AMOUNT = r"(?<![\w.,])(?<!Rp)(?<!Rp )"
_HOUSE = r"(?:\s*,?\s*(?:no|nomor|nmr|blok)\.?\s*[A-Z]{0,2}\s?\d+\w?)"
_STREET_NAME = rf"(?:\s+(?:[A-Z][\w.'’]*|\d+))*{_HOUSE}?"
_NO_STREET = (
    r"(?!\[)(?!(?i:tol|rusak|berlubang|di|ke|dari|yang|menuju|lancar|masuk|keluar|terus|nya|dan|ini"
    r"|itu|sudah|belum|tidak|sempit|gelap|banyak|macet|becek|kaki|pintas)\b)"
)

MAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
HANDLE = re.compile(r"(?<![\w@])@[A-Za-z][\w.]{2,}")
GROUPED_NUMBER = re.compile(
    _NO_AMOUNT + r"(?:\d{8}[ .\-]?\d{6}[ .\-]?\d[ .\-]?\d{3}|(?:\d{4}[ .\-]){3}\d{4}"
    r"|\d{6}[ .\-]\d{6}[ .\-]\d{4}|\d{16})(?!\w)"
)
TELEPHONE = re.compile(
    r"(?<![\w.,])(?:(?:\+?62|0)[ .\-]?8\d{1,2}(?:[ .\-]?\d{2,5}){2,4}"
    r"|\(?0\d{2,3}\)?[ .\-]\d{5,8}|\(?0\d{2,3}\)?[ .\-]\d{3,4}[ .\-]\d{3,4})(?!\w)"
)
LONG_NUMBER = re.compile(_NO_AMOUNT + r"\d{9,20}(?!\w)")
BLOCK = re.compile(
    r"\b(?:rt|rw)\b\.?\s*[:.]?\s*\d{1,3}(?:\s*[/,]?\s*(?:rw\b\.?\s*[:.]?\s*)?\d{1,3})?",
    re.IGNORECASE,
)
STREET = re.compile(
    rf"\b(?:[Jj]l|[Jj]ln|JL|JLN|[Gg]g|GG)\b\.?\s*{_NO_STREET}[A-Za-z][\w'’]*{_STREET_NAME}"
    rf"|\b(?:[Jj]alan|JALAN|[Gg]ang|GANG)\s+{_NO_STREET}[A-Z][\w.'’]*{_STREET_NAME}"
    rf"|\b(?:jalan|gang)\s+[a-z]+(?:\s+[a-z]+)?{_HOUSE}"
)
HONORIFIC = re.compile(
    r"(?<![\w\-/])(?:pak|bpk|bapak|bu|ibu|sdr|sdri|sdra|saudara|saudari|tn|tuan|ny|nyonya|mas|mbak"
    r"|mba|kak|bang|abang|uni|uda)\b\.?\s+",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"\b(?:(?:Drs|Dra|Dr|dr|drg|Drg|Ir|Hj|H|Prof|Apt|apt|Ns)\.[ ]*(?:[A-Za-z]{1,4}\.[ ]*)*"
    rf"|(?:Hj|H|drg|dr|[Dd]okter|[Bb]idan|[Pp]erawat|[Ss]uster)[ ]+)(?={_CAPITAL})"
)
DEGREE = re.compile(
    rf"(?:{_CAPITAL}[ ]+){{0,3}}{_CAPITAL},?[ ]*"
    r"(?:S\.? ?(?:Sos|Pd|Kom|STP|IP|Kep|KM|K\.M|Ag|Farm|Gz|H|E|T|P|Si|Psi)\b|A\.?Md\b"
    r"|M\.? ?(?:Si|M|H|Pd|Kes|AP|Kom|T)\b|Sp\.? ?[A-Z]{1,3}\b)\.?"
)
SAID_NAME = re.compile(
    r"\b(?:[Nn]ama(?: saya| lengkap)?|[Aa]tas nama|[Aa]\.?n\.|bernama)\s*:?\s+(?=[A-Z\[])"
)
REPEATED = re.compile(r"(\[nama\]|\[alamat\])(?:[ ,]+\1)+")
WORD = re.compile(r"\[nama\]|[^\W\d_][\w'’]*")
