"""What is typed after `doan`: read, refused or explained in the reader's language."""
