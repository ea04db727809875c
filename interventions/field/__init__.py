"""What passes between the portal and the phone of who is in the street."""
