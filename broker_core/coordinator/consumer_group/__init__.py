"""Groups of the newer protocols (KIP-848, KIP-932): the coordinator computes, members follow."""
