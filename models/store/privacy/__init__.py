"""What is personal: passports, address books, erasing, holds, who opened what, all known of somebody."""
