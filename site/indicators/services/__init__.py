"""The only writers of totals: fold, rebuild, export, and the word to open windows."""
