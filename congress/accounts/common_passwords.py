"""Passwords of ten characters and more that people here and elsewhere choose most, in lower case.

Shorter ones are refused for their length, and counting or repeating ones by rule.
"""

_LISTED = """
    0123456789 1234567890 12345678910 123456789a 123456789abc 123456789q 1q2w3e4r5t
    1qaz2wsx3edc abc1234567 abcd123456 abcd1234567 admin12345 admin123456 administrator
    anhyeuem123 anhyeuem12 a123456789 aa123456789 asdfghjkl1 changeme123 congress123
    daihoi2025 daihoi12345 dongxoai123 emyeuanh123 hanoi123456 iloveyou12 iloveyou123
    khongcopass khongnoidau langson123 letmein123 matkhau123 matkhau1234 matkhau12345
    matkhaumoi p@ssw0rd123 passw0rd123 password12 password123 password1234 q1w2e3r4t5
    qazwsxedc1 qwerty12345 qwerty123456 qwertyuiop qwertyuiop1 thidua2025 thiduayeunuoc
    tinhyeu123 toiyeuem123 ubnd123456 vietnam123 vietnam1234 vietnam2025 welcome123 xinchao123
    yeunuoc123 zaq12wsxcde
"""

COMMON = frozenset(_LISTED.split())
