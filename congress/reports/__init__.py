"""Reports: lists, the credentials report, and what each role should do next."""
