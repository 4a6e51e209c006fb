"""The only room that speaks SQL: tables, one repository a subject, migrations."""
