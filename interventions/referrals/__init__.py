"""The referrals to social services and to the victims’ help desk, and the notices beside them."""
