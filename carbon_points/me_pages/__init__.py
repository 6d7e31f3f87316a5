"""What the page 我的 says and where its menu leads; registered with accounts.me."""
