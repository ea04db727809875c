"""The two notebooks only one service reads, and the seal on them."""
