"""What a guest had begun, carried out after sign-in; registered with accounts.pending."""
