terraform {
  required_version = ">= 1.5.0"
}
# cidr = "2001:DB8::/56"
resource "aws_vpc" "main" {
  cidr_block                       = "10.40.0.0/16"
  assign_generated_ipv6_cidr_block = false
  ipv6_cidr_block                  = "2a07:a8c0:0070::/56"
}
resource "aws_subnet" "a" {
  cidr_block      = "10.40.1.5/24"
  ipv6_cidr_block = "2a07:a8c0:70:1::/64"
}
resource "aws_security_group" "web" {
  ingress {
    from_port        = 443
    to_port          = 443
    protocol         = "tcp"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }
  ingress {
    from_port = 22
    to_port   = 22
    protocol  = "tcp"
    cidr_blocks = [
      "10.40.0.0/16",
      "10.41.300.0/16",
    ]
    ipv6_cidr_blocks = [
      "2a07:a8c0:70::/56",
      "2a07:a8c0:71:2/64",
    ]
    description = "Allow ssh from the offices of 192.0.2.0/25"
  }
}
resource "aws_network_interface" "nat" {
  private_ips    = ["10.40.1.10"]
  ipv6_addresses = ["2a07:a8c0:70:1::a", "2a07:a8c0:70:1::1o"]
}
output "metadata" {
  value = "http://[fd00:ec2::254]/latest"
}
