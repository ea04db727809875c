"""The mails to people of the office: a link and what is asked, never a text or a person."""
