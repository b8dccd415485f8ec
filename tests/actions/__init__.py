"""What people do, told as stories on both stores."""
